import 'server-only';
import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Actor, Role } from '@/lib/auth/actor';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database, type Executor } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { newPasswordLinks, oneTimeLinks, users } from '@/lib/db/schema/people';
import { secondFactors } from '@/lib/db/schema/second-factor';

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
  createdAt: Date;
  hasSecondFactor: boolean;
}

export interface InvitationRow {
  id: string;
  name: string;
  email: string;
  role: Role;
  expiresAt: Date;
}

export interface NewPasswordLinkRow {
  id: string;
  /** Whose password it is for. */
  name: string;
  email: string;
  madeBy: string;
  expiresAt: Date;
}

/** Everybody with an account, by name. */
export async function listPeople(actor: Actor): Promise<PersonRow[]> {
  authorise(actor, 'people.manage');
  return database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      disabledAt: users.disabledAt,
      lastSignInAt: users.lastSignInAt,
      createdAt: users.createdAt,
      hasSecondFactor: sql<boolean>`${secondFactors.confirmedAt} is not null
        or exists (select from ${passkeys} where ${passkeys.userId} = ${users.id})`,
    })
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
}

/** Invitations that still work, newest first. */
export async function listInvitations(actor: Actor): Promise<InvitationRow[]> {
  authorise(actor, 'people.manage');
  const rows = await database()
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        isNull(oneTimeLinks.usedAt),
        isNull(oneTimeLinks.withdrawnAt),
        gt(oneTimeLinks.expiresAt, sql`now()`),
      ),
    )
    .orderBy(desc(oneTimeLinks.createdAt));
  return rows
    .filter((row) => row.kind === 'invitation')
    .map(({ id, name, email, role, expiresAt }) => ({
      id,
      name: name ?? '',
      email: email ?? '',
      role,
      expiresAt,
    }));
}

/** New-password links that still work, newest first. The links themselves are not kept anywhere. */
export async function listNewPasswordLinks(actor: Actor): Promise<NewPasswordLinkRow[]> {
  authorise(actor, 'people.manage');
  const rows = await database()
    .select({
      id: newPasswordLinks.id,
      name: users.name,
      email: users.email,
      createdBy: newPasswordLinks.createdBy,
      expiresAt: newPasswordLinks.expiresAt,
    })
    .from(newPasswordLinks)
    .innerJoin(users, eq(users.id, newPasswordLinks.userId))
    .where(
      and(
        isNull(newPasswordLinks.usedAt),
        isNull(newPasswordLinks.withdrawnAt),
        gt(newPasswordLinks.expiresAt, sql`now()`),
      ),
    )
    .orderBy(desc(newPasswordLinks.createdAt));
  const names = await namesOf(rows.map((row) => row.createdBy));
  return rows.map(({ createdBy, ...row }) => ({
    ...row,
    madeBy: names.get(createdBy) ?? 'the command line',
  }));
}

/**
 * Names for ids, for pages that show who did a thing. Unknown ids are left out; the board itself is "Jed Board". Whoever
 * is inside a transaction passes it, so that no second connection is needed.
 */
export async function namesOf(
  ids: Iterable<string | null>,
  executor: Executor = database(),
): Promise<Map<string, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await executor
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, wanted));
  return new Map([
    [SYSTEM_ACTOR_ID, 'Jed Board'],
    ...rows.map((row): [string, string] => [row.id, row.name]),
  ]);
}
