import 'server-only';
import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise, may } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { runbookSteps } from '@/lib/db/schema/runbook';
import { stepSuggestions, suggestionAnswers } from '@/lib/db/schema/suggestions';
import type { Suggestion } from '@/lib/runbook/suggestion-schema';

const SHOWN_SUGGESTIONS = 50;

/** Suggestions to the steps of a component, open ones first, then the newest: all for admins, else one's own. */
export async function listSuggestions(actor: Actor, componentId: string): Promise<Suggestion[]> {
  authorise(actor, 'run.work');
  const own = may(actor, 'catalogue.manage') ? undefined : eq(stepSuggestions.madeBy, actor.id);
  const rows = await database()
    .select({
      made: stepSuggestions,
      answer: suggestionAnswers,
      title: sql<string>`${runbookSteps.content}->>'title'`,
    })
    .from(stepSuggestions)
    .innerJoin(
      runbookSteps,
      and(
        eq(runbookSteps.runbookId, stepSuggestions.runbookId),
        eq(runbookSteps.stepId, stepSuggestions.stepId),
      ),
    )
    .leftJoin(suggestionAnswers, eq(suggestionAnswers.suggestionId, stepSuggestions.id))
    .where(and(eq(stepSuggestions.componentId, componentId), own))
    .orderBy(desc(isNull(suggestionAnswers.suggestionId)), desc(stepSuggestions.id))
    .limit(SHOWN_SUGGESTIONS);
  const names = await namesOf(rows.flatMap(({ made, answer }) => [made.madeBy, answer?.answeredBy ?? null]));
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return rows.map(({ made: { id, runbookId, stepId, wrong, better, madeBy, madeAt }, title, answer }) => ({
    id,
    runbookId,
    stepId,
    title,
    wrong,
    better,
    by: nameOf(madeBy),
    at: madeAt,
    answer: answer && {
      verdict: answer.verdict,
      words: answer.words,
      by: nameOf(answer.answeredBy),
      at: answer.answeredAt,
    },
  }));
}

/** How many suggestions wait for an answer, by component; components without any are left out. */
export async function countOpenSuggestions(actor: Actor): Promise<ReadonlyMap<string, number>> {
  authorise(actor, 'catalogue.manage');
  const rows = await database()
    .select({ componentId: stepSuggestions.componentId, open: count() })
    .from(stepSuggestions)
    .leftJoin(suggestionAnswers, eq(suggestionAnswers.suggestionId, stepSuggestions.id))
    .where(isNull(suggestionAnswers.suggestionId))
    .groupBy(stepSuggestions.componentId);
  return new Map(rows.map(({ componentId, open }) => [componentId, open]));
}
