import type { Pool, PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { storeOwnSecret } from '@/lib/secrets/store-own-secret';
import { SecretValue } from '@/lib/vault/vault';
import type { TestDatabase } from '@/tests/support/postgres';

/** A team with these members, made by the owner of the tables, as nobody else may. Gives its id. */
export async function addTeam(board: TestDatabase, name: string, members: readonly Actor[]): Promise<string> {
  const id = uuidV7();
  await board.ownerPool.query('insert into teams (id, name) values ($1, $2)', [id, name]);
  for (const { id: userId } of members) {
    await board.ownerPool.query('insert into team_members (team_id, user_id) values ($1, $2)', [id, userId]);
  }
  return id;
}

/** Stores a text at a path of ours. */
export function storeAt(actor: Actor, path: string, text: string, teamId?: string) {
  return storeOwnSecret(actor, { path, teamId, category: 'General' }, new SecretValue(text));
}

/** Who a transaction says it is to the database, true or not. */
export type SqlPerson = Pick<Actor, 'id' | 'role'>;

/** Runs statements in one transaction as this person says to be, or as nobody, and takes everything back. */
export async function inSqlAs<T>(
  pool: Pool,
  who: SqlPerson | null,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (who !== null) {
      await client.query(`select set_config('jed.user_id', $1, true), set_config('jed.role', $2, true)`, [
        who.id,
        who.role,
      ]);
    }
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}
