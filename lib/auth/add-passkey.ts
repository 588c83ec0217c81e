import 'server-only';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { count, eq } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { endOtherSessionsIn } from '@/lib/auth/end-sessions';
import { requireFactorProof } from '@/lib/auth/factor-proof';
import { markFresh } from '@/lib/auth/fresh-sign-in';
import {
  type ChallengeOwner,
  makeChallenge,
  passkeyPlace,
  spendChallenge,
} from '@/lib/auth/passkey-challenge';
import { newPasskeySchema } from '@/lib/auth/passkey-schema';
import { replaceRecoveryCodes } from '@/lib/auth/recovery-codes';
import { hasSecondFactor } from '@/lib/auth/second-factor-proof';
import { database, type Transaction } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { passkeys } from '@/lib/db/schema/passkeys';
import { users } from '@/lib/db/schema/people';
import { AppError, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

const MAX_PASSKEYS = 10;

/**
 * What the browser makes a new passkey of that name from. Throws `fresh-sign-in-required` where a proof has to be shown first, and
 * `conflict` for more passkeys than anybody needs.
 */
export async function startAddingPasskey(
  actor: Actor,
  input: unknown,
  origin: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await requireFactorProof(actor);
  // Before anybody touches their device for a name that will not do.
  parseInput(newPasskeySchema.pick({ name: true }), input);
  const [user] = await database().select().from(users).where(eq(users.id, actor.id));
  if (user === undefined) throw notFound('account');
  const own = await database().select().from(passkeys).where(eq(passkeys.userId, actor.id));
  if (own.length >= MAX_PASSKEYS) throw tooMany();
  return generateRegistrationOptions({
    rpName: 'Jed Board',
    rpID: passkeyPlace(origin).rpId,
    userID: new TextEncoder().encode(actor.id),
    userName: user.email,
    userDisplayName: user.name,
    challenge: new Uint8Array(await makeChallenge(ownerOf(actor))),
    attestationType: 'none',
    excludeCredentials: own.map(({ credentialId, transports }) => ({
      id: credentialId.toString('base64url'),
      transports,
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
}

/**
 * Keeps a passkey that the browser just made. With somebody's first second factor come ten recovery codes, shown once,
 * and their other sessions end, which were started without it; else the answer is null. Throws as `startAddingPasskey`
 * does, `forbidden` for an answer that does not count, and `conflict` for a passkey that is here already.
 */
export async function addPasskey(actor: Actor, input: unknown, origin: string): Promise<string[] | null> {
  await requireFactorProof(actor);
  const { name, answer } = parseInput(newPasskeySchema, input);
  const made = await database()
    .transaction(async (tx) => {
      // Two first passkeys at the same moment take turns, so that one of them brings the recovery codes.
      await tx.select({ id: users.id }).from(users).where(eq(users.id, actor.id)).for('update');
      const challenge = await spendChallenge(tx, ownerOf(actor), answer.response.clientDataJSON);
      const credential = challenge === null ? null : await checked(answer, challenge, origin);
      if (credential === null) return null;
      return keep(tx, actor, {
        userId: actor.id,
        name,
        rpId: passkeyPlace(origin).rpId,
        credentialId: Buffer.from(credential.id, 'base64url'),
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: answer.response.transports,
      });
    })
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'passkeys_credential_key') throw error;
      throw new AppError(
        'conflict',
        'This passkey is here already. Use it as it is, or choose another device.',
      );
    });
  if (made !== null) return made.recoveryCodes;
  await recordAuditEvent(actor, {
    action: 'passkey.refused',
    outcome: 'refused',
    subjectUserId: actor.id,
    detail: { purpose: 'add' },
  });
  throw new AppError('forbidden', 'That passkey was not accepted, and nothing was added. Try again.');
}

async function keep(
  tx: Transaction,
  actor: Actor,
  row: typeof passkeys.$inferInsert,
): Promise<{ recoveryCodes: string[] | null }> {
  const isFirst = !(await hasSecondFactor(tx, actor.id));
  const [own] = await tx.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, actor.id));
  if ((own?.passkeys ?? 0) >= MAX_PASSKEYS) throw tooMany();
  const [added] = await tx.insert(passkeys).values(row).returning({ id: passkeys.id });
  if (added === undefined) throw new AppError('unexpected', 'The passkey could not be kept.');
  if (actor.sessionId !== undefined) await markFresh(tx, actor.id, actor.sessionId, 'second-factor');
  const recoveryCodes = isFirst ? await replaceRecoveryCodes(tx, actor.id) : null;
  if (isFirst) await endOtherSessionsIn(tx, actor);
  await appendAuditEvent(tx, actor, {
    action: 'passkey.added',
    subjectUserId: actor.id,
    detail: { passkeyId: added.id, first: isFirst },
  });
  return { recoveryCodes };
}

async function checked(
  response: ReturnType<typeof newPasskeySchema.parse>['answer'],
  expectedChallenge: string,
  origin: string,
) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: passkeyPlace(origin).rpId,
      requireUserVerification: true,
    });
    return verified ? registrationInfo.credential : null;
  } catch {
    return null;
  }
}

function ownerOf(actor: Actor): ChallengeOwner {
  if (actor.sessionId !== undefined) return { userId: actor.id, purpose: 'add', holderId: actor.sessionId };
  throw new AppError('signed-out', 'Your session has ended. Sign in again to continue.');
}

function tooMany(): AppError {
  return new AppError(
    'conflict',
    `You have ${MAX_PASSKEYS} passkeys. Remove one that you no longer use first.`,
  );
}
