import 'server-only';
import { and, eq, exists, gt, isNotNull, isNull, notExists, sql } from 'drizzle-orm';
import type { Role } from '@/lib/auth/actor';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { database } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { userIdentities, userSessions, users } from '@/lib/db/schema/people';
import { boardSettings, secondFactors } from '@/lib/db/schema/second-factor';

/** The signed-in person as pages show them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
  /** Their role needs a second factor and they have none: until they do, they get no actor and so do nothing else. */
  owesSecondFactor: boolean;
  hasPassword: boolean;
  /** Their account at the sign-in provider is linked, so that they can prove themselves there. */
  isLinked: boolean;
  hasPasskey: boolean;
}

/** A session ends when nothing was asked in it for so long. A run's page that is open asks every few seconds. */
const IDLE_HOURS = 4;

/** How exact "last seen" is: a write for each request would be one too many. */
const SEEN_MINUTES = 1;

/**
 * The person a session belongs to, or null when it does not count any more: expired, unused for hours, ended, from before "sign out
 * everywhere" or of a disabled account.
 */
export async function findLiveSession(claim: { userId: string; sessionId: string }): Promise<Person | null> {
  const [row] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      sessionId: userSessions.id,
      owesSecondFactor: owesSecondFactor(),
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      isLinked: isLinked(),
      hasPasskey: hasPasskey(),
      seenLately: sql<boolean>`${userSessions.lastSeenAt} > now() - make_interval(mins => ${SEEN_MINUTES})`,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(
      and(
        eq(userSessions.id, claim.sessionId),
        eq(users.id, claim.userId),
        eq(userSessions.sessionVersion, users.sessionVersion),
        isNull(userSessions.revokedAt),
        isNull(users.disabledAt),
        gt(userSessions.expiresAt, sql`now()`),
        notIdle(),
      ),
    );
  if (row === undefined) return null;
  const { seenLately, ...person } = row;
  if (!seenLately) await noteSeen(person.sessionId);
  return person;
}

/** Somebody was there within the last hours. */
export function notIdle() {
  return sql`${userSessions.lastSeenAt} > now() - make_interval(hours => ${IDLE_HOURS})`;
}

function owesSecondFactor() {
  const own = database()
    .select({ one: sql`1` })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, users.id), isNotNull(secondFactors.confirmedAt)));
  const needed = database()
    .select({ one: sql`1` })
    .from(boardSettings)
    .where(sql`${users.role} = any(${boardSettings.secondFactorRoles})`);
  return sql<boolean>`${exists(needed)} and ${notExists(own)} and not ${hasPasskey()}`;
}

function isLinked() {
  const settings = openIdSettings();
  if (settings === null) return sql<boolean>`false`;
  const own = database()
    .select({ one: sql`1` })
    .from(userIdentities)
    .where(and(eq(userIdentities.userId, users.id), eq(userIdentities.issuer, settings.issuerKey)));
  return sql<boolean>`${exists(own)}`;
}

function hasPasskey() {
  const own = database().select({ one: sql`1` }).from(passkeys).where(eq(passkeys.userId, users.id));
  return sql<boolean>`${exists(own)}`;
}

async function noteSeen(sessionId: string): Promise<void> {
  await database().update(userSessions).set({ lastSeenAt: sql`now()` }).where(eq(userSessions.id, sessionId));
}
