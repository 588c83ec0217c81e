import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import type { Executor, Transaction } from '@/lib/db/database';
import { wizardAnswers, wizardDrafts } from '@/lib/db/schema/wizard';
import { AppError, notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';
import { sameAnswer } from '@/lib/wizard/merge';
import { type Answers, type AnswerValue, answerValueSchema, type StoredAnswer } from '@/lib/wizard/schema';

export type DraftRow = typeof wizardDrafts.$inferSelect;

/** The draft, or `not-found`. */
export async function readDraftRow(executor: Executor, draftId: string): Promise<DraftRow> {
  if (!isUuid(draftId)) throw notFound('draft');
  const [row] = await executor.select().from(wizardDrafts).where(eq(wizardDrafts.id, draftId));
  if (row === undefined) throw notFound('draft');
  return row;
}

/** The draft, locked until the transaction ends, so that saves come one after another. Refuses a finished one. */
export async function lockDraft(tx: Transaction, draftId: string): Promise<DraftRow> {
  if (!isUuid(draftId)) throw notFound('draft');
  const [row] = await tx.select().from(wizardDrafts).where(eq(wizardDrafts.id, draftId)).for('update');
  if (row === undefined) throw notFound('draft');
  if (row.completedAt !== null) {
    throw new AppError(
      'conflict',
      'This client was created meanwhile, so nothing was saved here. Open the client and change it there.',
    );
  }
  return row;
}

/** Everything that was answered so far, by field. */
export async function readAnswers(executor: Executor, draftId: string): Promise<Map<string, StoredAnswer>> {
  const rows = await executor.select().from(wizardAnswers).where(eq(wizardAnswers.draftId, draftId));
  return new Map(
    rows.map(({ field, value, revision, updatedBy, updatedAt }) => [
      field,
      { value: answerValueSchema.catch('').parse(value), revision, updatedBy, updatedAt },
    ]),
  );
}

export function plainAnswers(stored: ReadonlyMap<string, StoredAnswer>): Answers {
  return Object.fromEntries(Array.from(stored, ([field, { value }]) => [field, value]));
}

/** Writes the answers that differ from what is there; each gets the next revision. Returns the revisions by field. */
export async function writeAnswers(
  tx: Transaction,
  actor: Actor,
  draftId: string,
  values: Record<string, AnswerValue>,
): Promise<Map<string, number>> {
  const current = await readAnswers(tx, draftId);
  const changed = Object.entries(values).filter(([field, value]) => {
    const stored = current.get(field);
    return stored === undefined || !sameAnswer(stored.value, value);
  });
  if (changed.length === 0) return new Map();
  const rows = await tx
    .insert(wizardAnswers)
    .values(changed.map(([field, value]) => ({ draftId, field, value, updatedBy: actor.id })))
    .onConflictDoUpdate({
      target: [wizardAnswers.draftId, wizardAnswers.field],
      set: {
        value: sql`excluded.value`,
        revision: sql`${wizardAnswers.revision} + 1`,
        updatedBy: actor.id,
        updatedAt: sql`clock_timestamp()`,
      },
    })
    .returning({ field: wizardAnswers.field, revision: wizardAnswers.revision });
  return new Map(rows.map((row) => [row.field, row.revision]));
}

/** Marks the draft as worked on, and where. */
export async function touchDraft(tx: Transaction, draftId: string, step: string): Promise<Date> {
  const [row] = await tx
    .update(wizardDrafts)
    .set({ step, updatedAt: sql`clock_timestamp()` })
    .where(eq(wizardDrafts.id, draftId))
    .returning({ updatedAt: wizardDrafts.updatedAt });
  if (row === undefined) throw notFound('draft');
  return row.updatedAt;
}

/** The client of a draft that is past its first step. */
export function clientIdOf(draft: { clientId: string | null }): string {
  if (draft.clientId === null)
    throw new AppError('conflict', 'Answer the first step, “Who is the client?”, before this one.');
  return draft.clientId;
}
