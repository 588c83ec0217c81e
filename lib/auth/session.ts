import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/auth/actor';
import { findLiveSession, type Person } from '@/lib/auth/live-session';
import { auth } from '@/lib/auth/next-auth';
import { requestOrigin } from '@/lib/auth/request-origin';
import { AppError } from '@/lib/errors';

/**
 * The person behind this request, or null. Asked of the database each time, so that a disabled account, a revoked
 * session or a changed password ends access at the very next request.
 */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const session = (await auth()) as { userId?: string; sessionId?: string } | null;
  if (session?.userId === undefined || session.sessionId === undefined) return null;
  return findLiveSession({ userId: session.userId, sessionId: session.sessionId });
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
