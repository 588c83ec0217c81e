import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from '@/lib/auth/actor';
import { findLiveSession, type Person } from '@/lib/auth/live-session';
import { requestOrigin } from '@/lib/auth/request-origin';
import { sessionClaim } from '@/lib/auth/session-claim';
import { AppError } from '@/lib/errors';

/** Where a second factor is set up; somebody who owes one comes no further. */
const SECOND_FACTOR_PAGE = '/account/second-factor';

/**
 * The person behind this request, or null. Asked of the database each time, so that a disabled account, a revoked
 * session or a changed password ends access at the very next request.
 */
export const currentPerson = cache(async (): Promise<Person | null> => {
  const claim = await sessionClaim(await headers());
  return claim === null ? null : findLiveSession(claim);
});

/**
 * The actor for a server action or route. Throws `signed-out`; the page keeps what was typed. Throws `forbidden` for
 * whoever owes a second factor: there is no actor for them, whatever page or request asks.
 */
export async function requireActor(): Promise<Actor> {
  const person = await signedIn();
  if (!person.owesSecondFactor) return actorOf(person);
  throw new AppError(
    'forbidden',
    'Your role needs a second factor, and you have none yet. Reload the page to set one up.',
  );
}

/** The actor for setting up one's own second factor and for signing out: all that is left to who owes one. */
export async function requireOwnAccount(): Promise<Actor> {
  return actorOf(await signedIn());
}

async function signedIn(): Promise<Person> {
  const person = await currentPerson();
  if (person !== null) return person;
  throw new AppError(
    'signed-out',
    'Your session has ended. Sign in again to continue; what you typed is still here.',
  );
}

interface Reader {
  actor: Actor;
  person: Person;
}

/**
 * The actor for a page: whoever is not signed in is sent to do so, whoever owes a second factor to set it up, and
 * both come back to `returnTo`.
 */
export async function requireReader(returnTo: string): Promise<Reader> {
  const reader = await requireOwnReader(returnTo);
  if (!reader.person.owesSecondFactor) return reader;
  redirect(`${SECOND_FACTOR_PAGE}?return=${encodeURIComponent(returnTo)}`);
}

/** The actor for the page where a second factor is set up. */
export async function requireOwnReader(returnTo: string): Promise<Reader> {
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
