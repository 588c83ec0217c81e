import 'server-only';
import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { freshen, provedWithin } from '@/lib/auth/fresh-sign-in';
import { database } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { AppError, invalidInput } from '@/lib/errors';

/** Proved this recently, one does not prove it once more to change how one signs in. */
export const FRESH_MINUTES = 15;

/**
 * What somebody has to show before they change how they sign in, so that a browser left open cannot lock its person out:
 * nothing when they did lately; else the password, or, where they have none, themselves at the sign-in provider.
 */
export type NeededProof = 'none' | 'password' | 'issuer';

export async function neededProof(actor: Actor): Promise<NeededProof> {
  if (await provedWithin(actor, FRESH_MINUTES)) return 'none';
  return (await hasPassword(actor)) ? 'password' : 'issuer';
}

/** Shows it with the password that somebody entered, which then also makes their session fresh. Throws `invalid` on `password`. */
export async function proveOwn(actor: Actor, password: string): Promise<void> {
  const needed = await neededProof(actor);
  if (needed === 'none') return;
  if (needed === 'issuer') throw provideProofFirst();
  await freshen(actor, { proof: password }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    throw invalidInput({ password: error.fieldErrors?.proof ?? [] });
  });
}

/** The refusal for whoever has no password to enter: the page has the way to the provider. */
export function provideProofFirst(): AppError {
  return new AppError(
    'fresh-sign-in-required',
    'Prove who you are at your sign-in provider first, then try again.',
  );
}

/** Whether one has a password; an account made through the sign-in provider has none at first. */
async function hasPassword(actor: Actor): Promise<boolean> {
  const [user] = await database()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, actor.id));
  return user !== undefined && user.passwordHash !== null;
}
