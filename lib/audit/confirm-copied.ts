import 'server-only';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database, type Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/** A browser confirms within moments; what comes later is about something else. */
const WITHIN_MINUTES = 5;

const placeSchema = z.union([
  z.object({ runbookId: z.uuid(), stepId: z.string().min(1).max(120), slotId: z.string().min(1).max(120) }),
  z.object({ clientId: z.uuid(), slotId: z.string().min(1).max(120) }),
]);
type Place = z.infer<typeof placeSchema>;

/**
 * Records that the clipboard took what was decrypted: `credential.copied`, with the number of the reveal in the
 * client's chain. Only of one's own reveals, only of the newest one there, and once. Throws `not-found` when the
 * actor decrypted nothing there within five minutes.
 */
export async function confirmCopied(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'credential.reveal');
  const place = parseInput(placeSchema, input);
  await database().transaction(async (tx) => {
    const reveal = await newestReveal(tx, actor, place);
    if (reveal === null || reveal.clientId === null) throw notFound('copy');
    if (await isConfirmed(tx, actor, reveal.clientId, reveal.chainSeq)) return;
    await appendAuditEvent(tx, actor, {
      action: 'credential.copied',
      clientId: reveal.clientId,
      slotId: place.slotId,
      detail: { reveal: reveal.chainSeq },
      ...(reveal.valueVersion === null ? {} : { valueVersion: reveal.valueVersion }),
      ...('runbookId' in place ? { runbookId: place.runbookId, stepId: place.stepId } : {}),
    });
  });
}

const recent = gt(auditEvents.at, sql`now() - make_interval(mins => ${WITHIN_MINUTES})`);

async function newestReveal(tx: Transaction, actor: Actor, place: Place) {
  const [row] = await tx
    .select({
      clientId: auditEvents.clientId,
      valueVersion: auditEvents.valueVersion,
      chainSeq: sql<number>`${auditEvents.chainSeq}`.mapWith(Number),
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.actorId, actor.id),
        eq(auditEvents.action, 'credential.revealed'),
        eq(auditEvents.slotId, place.slotId),
        'runbookId' in place
          ? and(eq(auditEvents.runbookId, place.runbookId), eq(auditEvents.stepId, place.stepId))
          : eq(auditEvents.clientId, place.clientId),
        recent,
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return row ?? null;
}

async function isConfirmed(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  reveal: number,
): Promise<boolean> {
  const rows = await tx
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.clientId, clientId),
        eq(auditEvents.actorId, actor.id),
        eq(auditEvents.action, 'credential.copied'),
        sql`${auditEvents.detail} ->> 'reveal' = ${String(reveal)}`,
        recent,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
