import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { missingRequirements } from '@/lib/catalogue/requirements';
import type { Catalogue } from '@/lib/catalogue/schema';
import { lockClient } from '@/lib/clients/client-row';
import { destroyValues, orphanedSlotIds, writeScope } from '@/lib/clients/client-scope';
import { updateDraftClient } from '@/lib/clients/create-client';
import { refreshFacts } from '@/lib/clients/facts';
import { generateMissing } from '@/lib/clients/generate-credentials';
import { database, type Transaction } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { clients, machines } from '@/lib/db/schema/clients';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { AppError } from '@/lib/errors';
import { composeRunbookForMachine } from '@/lib/runbook/compose-command';
import { parseInput } from '@/lib/validate';
import {
  clientIdOf,
  lockDraft,
  plainAnswers,
  readAnswers,
  readDraftRow,
  writeAnswers,
} from '@/lib/wizard/answers';
import { textsOf } from '@/lib/wizard/continue-step';
import { droppedSlotWords } from '@/lib/wizard/dropped';
import { fieldsOf } from '@/lib/wizard/fields';
import { whoSaved } from '@/lib/wizard/save-answer';
import { clientAnswersSchema, machineAnswersSchema } from '@/lib/wizard/schema';
import { settingProblems, soundSettings, type WholeDraft, wholeDraft } from '@/lib/wizard/whole-draft';

const inputSchema = z.object({
  /** When the person's page was made, ISO 8601: what changed since has not been seen. */
  seen: z.iso.datetime({ offset: true, error: 'Reload the page, then press the button again.' }),
  /** Slots whose stored values the page said would be destroyed. */
  destroys: z.array(z.string().max(200)).max(200),
});

/**
 * Creates the client of a draft, its machine and its runbook, all in one transaction, from all answers taken
 * together. A second press finds the client created and is told so by `completed`. Throws `conflict` when the draft
 * moved on since it was looked at, and `invalid` while an answer is missing that the runbook needs.
 */
export async function createFromDraft(actor: Actor, draftId: string, input: unknown): Promise<void> {
  authorise(actor, 'wizard.use');
  const wanted = parseInput(inputSchema, input);
  if ((await readDraftRow(database(), draftId)).completedAt !== null) return;
  try {
    await database().transaction((tx) => create(tx, actor, draftId, wanted));
  } catch (error) {
    if (violatedConstraint(error) === 'clients_slug_unique') {
      throw new AppError('conflict', 'Another client took this short name just now. Change it in step 1.');
    }
    throw error;
  }
}

async function create(
  tx: Transaction,
  actor: Actor,
  draftId: string,
  wanted: z.output<typeof inputSchema>,
): Promise<void> {
  const draft = await lockDraft(tx, draftId);
  const clientId = clientIdOf(draft);
  await refuseUnseen(tx, actor, draft, wanted.seen);
  const answers = plainAnswers(await readAnswers(tx, draft.id));
  const catalogue = await readCatalogue(tx);
  const whole = wholeDraft(catalogue, answers);
  refuseUnfinished(catalogue, whole);
  const typed = textsOf(answers, fieldsOf('client'));
  const identity = parseInput(clientAnswersSchema, {
    ...typed,
    retentionDays: typed.retentionDays || '30',
  });
  const machine = parseInput(machineAnswersSchema, textsOf(answers, fieldsOf('machine')));
  await updateDraftClient(tx, actor, clientId, identity);
  const client = await lockClient(tx, clientId);
  await tx
    .update(clients)
    .set({ tierId: whole.tier, packIds: whole.packs, submittedAt: sql`now()` })
    .where(eq(clients.id, clientId));
  const change = await writeScope(tx, actor, client, {
    componentIds: whole.componentIds,
    settings: { ...whole.effective, ...soundSettings(whole) },
  });
  const orphans = await orphanedSlotIds(
    tx,
    clientId,
    change.after.slots.map((slot) => slot.id),
  );
  refuseUnannounced(orphans, wanted.destroys);
  await destroyValues(tx, actor, clientId, orphans, 'out-of-scope');
  const machineId = await insertMachine(tx, clientId, machine);
  await generateMissing(tx, actor, client);
  await refreshFacts(tx, clientId);
  const scope = { catalogue, componentIds: whole.componentIds, settings: whole.effective };
  await writeAnswers(tx, actor, draft.id, {
    destroyed: orphans.map((slotId) => droppedSlotWords(scope, slotId, 'value')),
  });
  await appendAuditEvent(tx, actor, { action: 'client.created', clientId });
  await composeRunbookForMachine(tx, actor, clientId, machineId);
  await tx
    .update(wizardDrafts)
    .set({ completedAt: sql`now()`, updatedAt: sql`now()` })
    .where(eq(wizardDrafts.id, draft.id));
}

async function insertMachine(
  tx: Transaction,
  clientId: string,
  { machineName, ...machine }: ReturnType<typeof machineAnswersSchema.parse>,
): Promise<string> {
  const [row] = await tx
    .insert(machines)
    .values({ clientId, name: machineName, ...machine })
    .returning({ id: machines.id });
  if (row === undefined) throw new AppError('unexpected', 'The machine was not recorded.');
  return row.id;
}

function refuseUnfinished(catalogue: Catalogue, whole: WholeDraft): void {
  const missing = missingRequirements(catalogue, whole.componentIds, whole.effective);
  if (missing.length > 0) throw new AppError('invalid', missing.map(({ message }) => message).join(' '));
  const open = settingProblems(whole);
  if (open.length === 0) return;
  const labels = open.map(({ setting }) => `“${setting.label}”`).join(', ');
  throw new AppError('invalid', `The runbook cannot be written without these answers: ${labels}.`);
}

/** Somebody's change that this person has not seen must not become a client by their press of the button. */
async function refuseUnseen(
  tx: Transaction,
  actor: Actor,
  draft: { id: string; updatedAt: Date },
  seen: string,
): Promise<void> {
  if (draft.updatedAt.getTime() <= new Date(seen).getTime()) return;
  const answers = [...(await readAnswers(tx, draft.id)).values()];
  const latest = answers.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())[0];
  throw new AppError(
    'conflict',
    `Nothing was created: ${await whoSaved(actor, latest, tx)} changed an answer since this page was shown. Reload it and look the answers over again.`,
  );
}

function refuseUnannounced(orphans: readonly string[], announced: readonly string[]): void {
  if (orphans.every((slotId) => announced.includes(slotId))) return;
  throw new AppError(
    'conflict',
    'Nothing was created: another stored value has fallen out of scope since this page was shown and would be destroyed. Reload the page and look again.',
  );
}
