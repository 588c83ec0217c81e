import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { endOtherSessionsIn } from '@/lib/auth/end-sessions';
import { requireFactorProof } from '@/lib/auth/factor-proof';
import { forgetRecoveryCodes } from '@/lib/auth/recovery-codes';
import { hasSecondFactor } from '@/lib/auth/second-factor-proof';
import { database } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';

/** A passkey as its person sees it. */
export interface PasskeyRow {
  id: string;
  name: string;
  /** The host it works on. */
  rpId: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** One's own passkeys, the oldest first. Nobody sees anybody else's. */
export async function listMyPasskeys(actor: Actor): Promise<PasskeyRow[]> {
  return database()
    .select({
      id: passkeys.id,
      name: passkeys.name,
      rpId: passkeys.rpId,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, actor.id))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

/**
 * Removes one of one's own passkeys and ends one's other sessions: the device it was on may be lost, and signed in.
 * Somebody else's is just not found. With the last second factor go the recovery codes. Throws
 * `fresh-sign-in-required` where the second factor was not shown lately.
 */
export async function removePasskey(actor: Actor, passkeyId: string): Promise<void> {
  await requireFactorProof(actor);
  if (!isUuid(passkeyId)) throw notFound('passkey');
  await database().transaction(async (tx) => {
    const removed = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.id, passkeyId), eq(passkeys.userId, actor.id)))
      .returning({ id: passkeys.id });
    if (removed.length === 0) throw notFound('passkey');
    const isLast = !(await hasSecondFactor(tx, actor.id));
    if (isLast) await forgetRecoveryCodes(tx, actor.id);
    await endOtherSessionsIn(tx, actor);
    await appendAuditEvent(tx, actor, {
      action: 'passkey.removed',
      subjectUserId: actor.id,
      detail: { passkeyId, last: isLast },
    });
  });
}
