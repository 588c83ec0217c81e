import 'server-only';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { authSecret } from '@/lib/auth/auth-secret';

/** As long as next-auth keeps its own half of an attempt. */
export const ATTEMPT_MINUTES = 15;

const attemptSchema = z.object({
  /** To sign in; to link the account there to the one signed in here; to prove again who is signed in here. */
  purpose: z.enum(['sign-in', 'link', 'prove']),
  returnTo: z.string(),
  /** Seconds since 1970. */
  startedAt: z.number(),
  /** The session that asked; null for a sign-in, which has none yet. */
  sessionId: z.string().nullable(),
  /** A hash of the state: the purpose belongs to this one answer. */
  state: z.string(),
});

export type OpenIdAttempt = Omit<z.infer<typeof attemptSchema>, 'state' | 'startedAt'>;

const hashOf = (state: string) => createHash('sha256').update(state).digest('base64url');

/** What somebody went to the provider for, as a word that their browser keeps meanwhile. */
export function sealAttempt(attempt: OpenIdAttempt, state: string): string {
  const startedAt = Math.floor(Date.now() / 1000);
  const body = Buffer.from(JSON.stringify({ ...attempt, startedAt, state: hashOf(state) })).toString(
    'base64url',
  );
  return `${body}.${signature(body).toString('base64url')}`;
}

/** The attempt that an answer with this state belongs to; null when there is none, none of ours, or none any more. */
export function openAttempt(
  word: string | undefined,
  state: string | null,
): (OpenIdAttempt & { startedAt: number }) | null {
  const [body, given] = word?.split('.') ?? [];
  if (body === undefined || given === undefined || state === null) return null;
  const expected = signature(body);
  const presented = Buffer.from(given, 'base64url');
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return null;
  const attempt = attemptSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const ageSeconds = Date.now() / 1000 - attempt.startedAt;
  if (attempt.state !== hashOf(state) || ageSeconds > ATTEMPT_MINUTES * 60) return null;
  return attempt;
}

function signature(body: string): Buffer {
  return createHmac('sha256', authSecret()).update(`openid-attempt\n${body}`).digest();
}
