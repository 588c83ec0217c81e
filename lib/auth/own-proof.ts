import 'server-only';
import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { type Attempt, admitAttempt } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { notFound } from '@/lib/errors';

/**
 * One guess at one's own password or code by somebody who is signed in, counted for this session alone: nobody else's
 * guesses keep them out, and a browser left open gives five. `forgetFailures(attempt)` after the right answer.
 * Throws `too-many-attempts`.
 */
export async function admitOwnAttempt(
  actor: Actor,
): Promise<{ user: typeof users.$inferSelect; attempt: Attempt }> {
  const [user] = await database().select().from(users).where(eq(users.id, actor.id));
  if (user === undefined) throw notFound('account');
  const device = actor.sessionId === undefined ? undefined : `session ${actor.sessionId}`;
  const attempt = { email: user.email, address: actor.address ?? 'unknown', device };
  await admitAttempt(attempt, user.id);
  return { user, attempt };
}
