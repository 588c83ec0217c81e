import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { missingRequirements } from '@/lib/catalogue/requirements';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { invalidInput } from '@/lib/errors';
import {
  clientIdOf,
  lockDraft,
  plainAnswers,
  readAnswers,
  readDraftRow,
  touchDraft,
  writeAnswers,
} from '@/lib/wizard/answers';
import { tickable } from '@/lib/wizard/component-groups';
import { applyScope, keepPosted } from '@/lib/wizard/continue-step';
import { settingField } from '@/lib/wizard/fields';
import type { PostedForm } from '@/lib/wizard/schema';
import { warningsToRead } from '@/lib/wizard/warnings';
import { listOf, selectionOf, settingProblems, textOf, wholeDraft } from '@/lib/wizard/whole-draft';

/** Continue of "Which package do they take?". Once the components were chosen, another package changes them too. */
export async function continuePackage(actor: Actor, draftId: string, posted: PostedForm): Promise<void> {
  const answers = await keepPosted(actor, draftId, 'package', posted);
  const catalogue = await readCatalogue();
  const selection = selectionOf(catalogue, answers);
  if (selection === null) throw invalidInput({ tier: ['Choose a package.'] });
  await database().transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId);
    const clientId = clientIdOf(draft);
    await writeAnswers(tx, actor, draft.id, { dropped: [] });
    await tx
      .update(clients)
      .set({ tierId: selection.tier, packIds: [...(selection.packs ?? [])], updatedAt: sql`now()` })
      .where(eq(clients.id, clientId));
    const chosen = Array.isArray(answers.components);
    if (chosen) await applyScope(tx, actor, { id: draft.id, clientId });
    await touchDraft(tx, draft.id, 'components');
  });
}

/**
 * Continue of "What gets installed?". A component with a warning needs the tick that it was read, and what the
 * chosen ones cannot do without has to be chosen as well.
 */
export async function continueComponents(actor: Actor, draftId: string, posted: PostedForm): Promise<void> {
  const answers = await keepPosted(actor, draftId, 'components', posted);
  const catalogue = await readCatalogue();
  const whole = wholeDraft(catalogue, answers);
  if (whole.tier === null) throw invalidInput({}, 'Choose a package first.');
  const missing = missingRequirements(catalogue, whole.componentIds, whole.effective);
  if (missing.length > 0) {
    throw invalidInput(
      Object.fromEntries(missing.map(({ componentId, message }) => [`requires.${componentId}`, [message]])),
    );
  }
  const warnings = warningsToRead(catalogue).filter(({ id }) => whole.componentIds.includes(id));
  const acknowledged = listOf(answers, 'acknowledged');
  const unread = warnings.find(({ id }) => !acknowledged.includes(id));
  if (unread !== undefined) {
    throw invalidInput({
      [`acknowledged.${unread.id}`]: [
        `Read the warning about ${unread.name} with the client and tick it, or leave ${unread.name} out.`,
      ],
    });
  }
  await database().transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId);
    await writeAnswers(tx, actor, draft.id, {
      components: tickable(whole.componentIds),
      componentsBasis: [whole.tier ?? '', ...whole.packs],
      ...warningAnswers(warnings, plainAnswers(await readAnswers(tx, draft.id))),
    });
    await applyScope(tx, actor, { id: draft.id, clientId: clientIdOf(draft) });
    await touchDraft(tx, draft.id, 'settings');
  });
}

/** A tick here answers the component's own question about the warning, unless it was answered already. */
function warningAnswers(
  warnings: ReturnType<typeof warningsToRead>,
  answers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    warnings.flatMap(({ acknowledgedBy }) => {
      if (acknowledgedBy === null) return [];
      const field = settingField(acknowledgedBy.key);
      return textOf(answers, field) === '' ? [[field, acknowledgedBy.value]] : [];
    }),
  );
}

/** Whether a question is open without which no runbook can be written: it is asked before the answers are checked. */
export async function hasOpenQuestions(actor: Actor, draftId: string): Promise<boolean> {
  authorise(actor, 'wizard.use');
  const draft = await readDraftRow(database(), draftId);
  const answers = plainAnswers(await readAnswers(database(), draft.id));
  return settingProblems(wholeDraft(await readCatalogue(), answers)).length > 0;
}
