import 'server-only';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { APPLICATION_ROLE, OWNER_ROLE } from '@/lib/db/pool';
import { AppError } from '@/lib/errors';

interface RoleOptions {
  /** Passwords turn the roles into logins; without them they can only be taken on by another login. */
  passwords?: { owner: string; application: string };
  /** A login other than the connected one that runs the product, so that it may take on the application's role. */
  runtimeLogin?: string;
}

/**
 * Creates the two roles and their rights on the connected database, where they are missing; safe to repeat.
 * Needs a login that may create roles. Throws AppError('configuration') with the statements to run when it may not.
 */
export async function ensureRoles(client: Client, options: RoleOptions = {}): Promise<void> {
  await ensureRole(client, OWNER_ROLE, options.passwords?.owner);
  await ensureRole(client, APPLICATION_ROLE, options.passwords?.application);
  const found = await client.query<{ login: string; name: string }>(
    'select session_user as login, current_database() as name',
  );
  const { login, name } = found.rows[0] ?? { login: '', name: '' };
  for (const role of [OWNER_ROLE, APPLICATION_ROLE]) await ensureMembership(client, role, login);
  if (options.runtimeLogin !== undefined) {
    await ensureMembership(client, APPLICATION_ROLE, options.runtimeLogin);
  }
  await client.query(`grant create on database ${escapeIdentifier(name)} to ${OWNER_ROLE}`);
  await client.query(`grant usage, create on schema public to ${OWNER_ROLE}`);
  await client.query(`grant usage on schema public to ${APPLICATION_ROLE}`);
  await requireOwnerRights(client, name, login);
}

async function ensureRole(client: Client, role: string, password: string | undefined): Promise<void> {
  const existing = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  if (existing.rowCount === 0) {
    await client.query(`create role ${role}`).catch((error: unknown) => {
      // Two starts against one server may both find the role missing.
      if (databaseErrorCode(error) === '42710') return;
      throw databaseErrorCode(error) === '42501' ? rolesNeedAnAdministrator(error) : error;
    });
  }
  if (password !== undefined) {
    await client.query(`alter role ${role} login password ${escapeLiteral(password)}`);
  }
}

/** A login that created a role does not by itself have the right to take it on (PostgreSQL 16 and later). */
async function ensureMembership(client: Client, role: string, login: string): Promise<void> {
  if (role === login) return;
  const known = await client.query<{ member: boolean }>(
    `select rolsuper or exists (
       select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid
       where m.member = l.oid and r.rolname = $1 and to_jsonb(m) ->> 'set_option' is distinct from 'false'
     ) as member from pg_roles l where rolname = $2`,
    [role, login],
  );
  if (known.rows[0]?.member === true) return;
  await client.query(`grant ${role} to ${escapeIdentifier(login)}`).catch((error: unknown) => {
    throw databaseErrorCode(error) === '42501' ? rolesNeedAnAdministrator(error) : error;
  });
}

/** GRANT by someone who may not grant is only a warning, so the outcome is looked at. */
async function requireOwnerRights(client: Client, database: string, login: string): Promise<void> {
  const rights = await client.query<{ granted: boolean }>(
    `select has_database_privilege($1, current_database(), 'create')
        and has_schema_privilege($1, 'public', 'create') as granted`,
    [OWNER_ROLE],
  );
  if (rights.rows[0]?.granted === true) return;
  throw new AppError(
    'configuration',
    `The login ${login} may not give rights on the database ${database}: make it the owner of the database, ` +
      'or set MIGRATION_DATABASE_URL to a login that is.',
  );
}

function rolesNeedAnAdministrator(cause: unknown): AppError {
  return new AppError(
    'configuration',
    'The database login may not create the two roles: run this once as an administrator, with the login in place of ' +
      `LOGIN: create role ${OWNER_ROLE}; create role ${APPLICATION_ROLE}; ` +
      `grant ${OWNER_ROLE}, ${APPLICATION_ROLE} to LOGIN with admin option;`,
    { cause },
  );
}
