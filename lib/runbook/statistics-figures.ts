import type { StatisticsFilter } from '@/lib/runbook/statistics-filter';

/** In how many runs something took so many whole minutes. */
interface MinuteCount {
  minutes: number;
  runs: number;
}

interface MonthFigure {
  /** As 2026-11. */
  month: string;
  runs: number;
  /** Null when no run was closed. */
  medianMinutes: number | null;
}

/** How one component went, in the runs that were closed within the period. */
export interface ComponentFigures {
  componentId: string;
  /** As the catalogue has it now; the id when it is not in there any more. */
  name: string;
  inCatalogue: boolean;
  runs: number;
  /** Runs in which no step of it failed or was blocked. */
  smoothRuns: number;
  medianMinutes: number;
  p90Minutes: number;
  /** What the steps had estimated, on average over the runs. */
  estimateMinutes: number;
  /** The twelve months up to now, whatever the period. */
  months: MonthFigure[];
}

/** In how many runs of the period a step made trouble, of those in which its component was installed. */
export interface StepFigures {
  stepId: string;
  title: string;
  componentId: string;
  componentName: string;
  /** Where the step comes from: steps that undo are no component's own. */
  origin: 'catalogue' | 'mirror' | 'gone';
  runs: number;
  failed: number;
  blocked: number;
  undone: number;
  overran: number;
}

/** The nearest-rank percentile, in whole minutes; 0 of nothing. `share` is above 0 and at most 1. */
export function percentileMinutes(counts: readonly MinuteCount[], share: number): number {
  const sorted = counts.toSorted((one, other) => one.minutes - other.minutes);
  const wanted = share * sorted.reduce((sum, { runs }) => sum + runs, 0);
  let seen = 0;
  for (const { minutes, runs } of sorted) {
    seen += runs;
    if (seen >= wanted) return minutes;
  }
  return 0;
}

/** The last twelve months up to `now`, as 2026-11, oldest first, in UTC. */
export function lastTwelveMonths(now: Date): string[] {
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11 + index, 1)).toISOString().slice(0, 7),
  );
}

const BADNESS: Readonly<Record<StatisticsFilter['by'], (figures: ComponentFigures) => number>> = {
  smooth: ({ runs, smoothRuns }) => 1 - smoothRuns / runs,
  median: ({ medianMinutes, estimateMinutes }) => medianMinutes / Math.max(estimateMinutes, 1),
  tail: ({ p90Minutes, estimateMinutes }) => p90Minutes / Math.max(estimateMinutes, 1),
  runs: ({ runs }) => runs,
};

/** The worst first; what is as bad as another comes in the order of how often it was installed. */
export function worstFirst(
  components: readonly ComponentFigures[],
  by: StatisticsFilter['by'],
): ComponentFigures[] {
  const badness = BADNESS[by];
  return components.toSorted(
    (one, other) =>
      badness(other) - badness(one) || other.runs - one.runs || one.name.localeCompare(other.name, 'en'),
  );
}
