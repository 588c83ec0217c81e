import 'server-only';
import {
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import {
  type ChallengeOwner,
  makeChallenge,
  passkeyPlace,
  spendChallenge,
} from '@/lib/auth/passkey-challenge';
import { passkeyAnswerSchema } from '@/lib/auth/passkey-schema';
import { database, type Transaction } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

type Passkey = typeof passkeys.$inferSelect;

/** Why an answer does not count: nothing of the kind was asked; no passkey of theirs; not signed so; a copy of it signed. */
export type PasskeyProblem = 'challenge' | 'unknown' | 'signature' | 'counter';

/** What the browser hands to one of the person's passkeys for this address. Throws `conflict` where there is none. */
export async function askForPasskey(
  owner: ChallengeOwner,
  origin: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { rpId } = passkeyPlace(origin);
  const own = await database()
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.userId, owner.userId), eq(passkeys.rpId, rpId)));
  if (own.length === 0) {
    throw new AppError('conflict', 'You have no passkey for this address. Enter a code instead.');
  }
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge: new Uint8Array(await makeChallenge(owner)),
    allowCredentials: own.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports,
    })),
    userVerification: 'required',
  });
}

/**
 * Takes a passkey's answer to what its owner was asked, once. False when it does not count, whatever the reason: that is
 * in the log, and the challenge is spent all the same.
 */
export async function takePasskey(
  tx: Transaction,
  actor: Actor,
  owner: ChallengeOwner,
  input: unknown,
  origin: string,
): Promise<boolean> {
  const outcome = await judge(tx, owner, input, origin);
  const detail = { purpose: owner.purpose };
  if (typeof outcome === 'string') {
    await appendAuditEvent(tx, actor, {
      action: 'passkey.refused',
      outcome: 'refused',
      subjectUserId: owner.userId,
      detail: { ...detail, problem: outcome },
    });
    return false;
  }
  await appendAuditEvent(tx, actor, {
    action: 'passkey.used',
    subjectUserId: owner.userId,
    detail: { ...detail, passkeyId: outcome.id },
  });
  return true;
}

async function judge(
  tx: Transaction,
  owner: ChallengeOwner,
  input: unknown,
  origin: string,
): Promise<Passkey | PasskeyProblem> {
  const answer = parseInput(passkeyAnswerSchema, input);
  const { rpId } = passkeyPlace(origin);
  const challenge = await spendChallenge(tx, owner, answer.response.clientDataJSON);
  if (challenge === null) return 'challenge';
  const [passkey] = await tx
    .select()
    .from(passkeys)
    .where(
      and(
        eq(passkeys.credentialId, Buffer.from(answer.id, 'base64url')),
        eq(passkeys.userId, owner.userId),
        eq(passkeys.rpId, rpId),
      ),
    )
    .for('update');
  if (passkey === undefined) return 'unknown';
  const counter = await signedCount(passkey, { answer, challenge, origin, rpId });
  if (counter === null) return 'signature';
  // Asked here and not by the library, which asks before it knows who signed: a copy of a passkey is worth telling.
  if ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter) return 'counter';
  await tx.update(passkeys).set({ counter, lastUsedAt: sql`now()` }).where(eq(passkeys.id, passkey.id));
  return passkey;
}

interface Expected {
  answer: ReturnType<typeof passkeyAnswerSchema.parse>;
  challenge: string;
  origin: string;
  rpId: string;
}

/** How often the passkey has signed, as it says; null when this is not signed by it, for this, here, by its person. */
async function signedCount(
  passkey: Passkey,
  { answer, challenge, origin, rpId }: Expected,
): Promise<number | null> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: { id: answer.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

/** The refusal, for whoever brought an answer that does not count. */
export function passkeyRefused(): AppError {
  return new AppError('forbidden', 'That passkey was not accepted. Try again, or enter a code instead.');
}
