import 'server-only';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor, Role } from '@/lib/auth/actor';
import { auth } from '@/lib/auth/next-auth';
import { requestOrigin } from '@/lib/auth/request-origin';
import { database } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';

/** The signed-in person as pages show them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
}

/**
 * The person behind this request, or null. Asked of the database each time, so that a disabled account, a revoked
 * session or a changed password ends access at the very next request.
 */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const session = (await auth()) as { userId?: string; sessionId?: string } | null;
  if (session?.userId === undefined || session.sessionId === undefined) return null;
  const [row] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      sessionId: userSessions.id,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(
      and(
        eq(userSessions.id, session.sessionId),
        eq(users.id, session.userId),
        eq(userSessions.sessionVersion, users.sessionVersion),
        isNull(userSessions.revokedAt),
        isNull(users.disabledAt),
        gt(userSessions.expiresAt, sql`now()`),
      ),
    );
  return row ?? null;
});

/** The actor for a server action or route. Throws `signed-out`; the page keeps what was typed. */
export async function requireActor(): Promise<Actor> {
  const person = await currentPerson();
  if (person !== null) return actorOf(person);
  throw new AppError(
    'signed-out',
    'Your session has ended. Sign in again to continue; what you typed is still here.',
  );
}

/** The actor for a page: whoever is not signed in is sent to do so and comes back to `returnTo`. */
export async function requireReader(returnTo: string): Promise<{ actor: Actor; person: Person }> {
  const person = await currentPerson();
  if (person === null) redirect(`/sign-in?return=${encodeURIComponent(returnTo)}`);
  return { actor: await actorOf(person), person };
}

async function actorOf(person: Person): Promise<Actor> {
  const origin = requestOrigin(await headers());
  return {
    id: person.id,
    role: person.role,
    via: 'web',
    isAgent: false,
    sessionId: person.sessionId,
    ...origin,
  };
}
