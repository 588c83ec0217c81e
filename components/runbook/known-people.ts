import type { LiveRun } from '@/lib/runbook/live-run';
import type { RunChange, Watchers } from '@/lib/runbook/run-change';

/** Everybody whose name a sentence of the page may hold: who acted in the run, and who has it open. */
export function knownPeople(
  { lines, steps }: Pick<LiveRun, 'lines' | 'steps'>,
  changes: readonly RunChange[],
  watchers: Watchers | null,
): string[] {
  const here = (watchers?.people ?? []).map(({ name }) => name);
  const acted = [...lines, ...changes, ...steps.flatMap(({ notes }) => notes)].map(({ by }) => by);
  const deeds = steps.flatMap(({ deed }) => (deed === null ? [] : [deed.by]));
  return [...new Set([...here, ...acted, ...deeds])];
}
