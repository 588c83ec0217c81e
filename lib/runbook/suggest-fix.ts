import 'server-only';
import { and, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { database, type Executor } from '@/lib/db/database';
import { runbookSteps } from '@/lib/db/schema/runbook';
import { stepSuggestions, suggestionAnswers } from '@/lib/db/schema/suggestions';
import { AppError, notFound } from '@/lib/errors';
import { refuseSecretText } from '@/lib/runbook/free-text';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { readRunRow } from '@/lib/runbook/run-rows';
import { frozenStepSchema } from '@/lib/runbook/schema';
import { stepIdSchema, suggestionAnswerSchema, suggestionSchema } from '@/lib/runbook/suggestion-schema';
import { parseInput } from '@/lib/validate';

/** A step of a run, as whoever suggests a fix to it has to see it. */
export interface SuggestedStep {
  runbookId: string;
  clientId: string;
  stepId: string;
  componentId: string;
  position: number;
  title: string;
}

/** The step that a fix is suggested to. Throws `not-found` for a run or a step that is not there. */
export async function readSuggestedStep(
  actor: Actor,
  { runbookId, stepId }: { runbookId: string; stepId: string },
  executor: Executor = database(),
): Promise<SuggestedStep> {
  authorise(actor, 'run.work');
  if (!stepIdSchema.safeParse(stepId).success) throw notFound('step');
  const { clientId } = await readRunRow(executor, runbookId);
  const [row] = await executor
    .select()
    .from(runbookSteps)
    .where(and(eq(runbookSteps.runbookId, runbookId), eq(runbookSteps.stepId, stepId)));
  if (row === undefined) throw notFound('step');
  const { componentId, position, content } = row;
  return { runbookId, clientId, stepId, componentId, position, title: frozenStepSchema.parse(content).title };
}

/** Keeps what somebody found wrong with a step, for the admins. Text that holds a secret is refused. */
export async function suggestFix(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'run.work');
  const { runbookId, stepId, wrong, better } = parseInput(suggestionSchema, input);
  await refuseSecretsIn(actor, { runbookId, stepId }, { wrong, better });
  await database().transaction(async (tx) => {
    const { clientId, componentId } = await readSuggestedStep(actor, { runbookId, stepId }, tx);
    const madeBy = actor.id;
    await tx.insert(stepSuggestions).values({ runbookId, stepId, componentId, wrong, better, madeBy });
    await appendAuditEvent(tx, actor, { action: 'step.fix-suggested', clientId, runbookId, stepId });
  });
}

/** Says what becomes of a suggestion, once: taken, or declined with the reason. `conflict` when that was said already. */
export async function answerSuggestion(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { suggestionId, verdict, words } = parseInput(suggestionAnswerSchema, input);
  refuseSecretText(await readCatalogue(), words, 'words');
  await database().transaction(async (tx) => {
    const [suggestion] = await tx.select().from(stepSuggestions).where(eq(stepSuggestions.id, suggestionId));
    if (suggestion === undefined) throw notFound('suggestion');
    const answered = await tx
      .insert(suggestionAnswers)
      .values({ suggestionId, verdict, words, answeredBy: actor.id })
      .onConflictDoNothing()
      .returning({ id: suggestionAnswers.suggestionId });
    if (answered.length === 0) {
      throw new AppError(
        'conflict',
        'This was answered already, and nothing was changed. Reload the page to read it.',
      );
    }
    const { stepId } = suggestion;
    await appendAuditEvent(tx, actor, { action: 'step.fix-answered', stepId, detail: { verdict } });
  });
}
