import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Role } from '@/lib/auth/actor';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { database } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
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

/** Asked at every request, so planned once per connection. */
const liveSession = prepared<Person & { seenLately: boolean }>(
  'live-session',
  sql`select ${users.id} as "id", ${users.name} as "name", ${users.email} as "email", ${users.role} as "role",
      ${userSessions.id} as "sessionId",
      exists (select from ${boardSettings} where ${users.role} = any(${boardSettings.secondFactorRoles}))
        and not exists (select from ${secondFactors}
          where ${secondFactors.userId} = ${users.id} and ${secondFactors.confirmedAt} is not null)
        and not ${hasPasskey()} as "owesSecondFactor",
      ${users.passwordHash} is not null as "hasPassword",
      exists (select from ${userIdentities}
        where ${userIdentities.userId} = ${users.id} and ${userIdentities.issuer} = ${sql.placeholder('issuer')}) as "isLinked",
      ${hasPasskey()} as "hasPasskey",
      ${userSessions.lastSeenAt} > now() - make_interval(mins => ${SEEN_MINUTES}) as "seenLately"
    from ${userSessions} join ${users} on ${users.id} = ${userSessions.userId}
    where ${userSessions.id} = ${sql.placeholder('sessionId')} and ${users.id} = ${sql.placeholder('userId')}
      and ${userSessions.sessionVersion} = ${users.sessionVersion}
      and ${userSessions.revokedAt} is null and ${users.disabledAt} is null
      and ${userSessions.expiresAt} > now() and ${notIdle()}`,
);

function hasPasskey() {
  return sql`exists (select from ${passkeys} where ${passkeys.userId} = ${users.id})`;
}

/**
 * The person a session belongs to, or null when it does not count any more: expired, unused for hours, ended, from before "sign out
 * everywhere" or of a disabled account.
 */
export async function findLiveSession(claim: { userId: string; sessionId: string }): Promise<Person | null> {
  const issuer = openIdSettings()?.issuerKey ?? null;
  const [row] = await liveSession(database(), { ...claim, issuer });
  if (row === undefined) return null;
  const { seenLately, ...person } = row;
  if (!seenLately) await noteSeen(person.sessionId);
  return person;
}

/** Somebody was there within the last hours. */
export function notIdle() {
  return sql`${userSessions.lastSeenAt} > now() - make_interval(hours => ${IDLE_HOURS})`;
}

async function noteSeen(sessionId: string): Promise<void> {
  await database().update(userSessions).set({ lastSeenAt: sql`now()` }).where(eq(userSessions.id, sessionId));
}
