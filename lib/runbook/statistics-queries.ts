import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { mirrorTitles } from '@/lib/catalogue/mirror-runs';
import { readCatalogue, type VersionedCatalogue } from '@/lib/catalogue/queries';
import { RUN_KINDS, type RunKind } from '@/lib/clients/run-kind';
import { database } from '@/lib/db/database';
import {
  type ComponentFigures,
  lastTwelveMonths,
  percentileMinutes,
  type StepFigures,
  worstFirst,
} from '@/lib/runbook/statistics-figures';
import type { StatisticsFilter } from '@/lib/runbook/statistics-filter';

export interface RunStatistics {
  components: ComponentFigures[];
  /** The worst, at most `SHOWN_STEPS`. */
  steps: StepFigures[];
  /** Kinds of run that were ever closed, besides installs. */
  otherKinds: RunKind[];
}

const SHOWN_STEPS = 25;

/** How components and steps went in closed runs, without anybody's name. */
export async function readStatistics(
  actor: Actor,
  filter: StatisticsFilter,
  now = new Date(),
): Promise<RunStatistics> {
  authorise(actor, 'run.read');
  const [catalogue, counts, steps, kinds] = await Promise.all([
    readCatalogue(),
    readMinutes(filter, now),
    readTroubles(filter, now),
    readOtherKinds(),
  ]);
  const components = worstFirst(componentFigures(counts, catalogue, now), filter.by);
  const runs = new Map(components.map((component) => [component.componentId, component.runs]));
  return {
    components,
    steps: steps.map((step) => ({
      ...step,
      ...stepNames(step, catalogue),
      runs: runs.get(step.componentId) ?? 0,
    })),
    otherKinds: kinds,
  };
}

/** How many runs of a component fall together: the same month, the same minutes, smooth or not. */
interface MinuteRow extends Record<string, unknown> {
  componentId: string;
  /** Of the last twelve, counted from 1; 0 before them. */
  month: number;
  within: boolean;
  minutes: number;
  smooth: boolean;
  runs: number;
  estimate: number;
}

/** Counts in place of the rows: what is then sorted for a median are some hundred minutes, not every run. */
async function readMinutes(filter: StatisticsFilter, now: Date): Promise<MinuteRow[]> {
  const from = periodStart(filter, now);
  const months = lastTwelveMonths(now).map((month) => `${month}-01T00:00:00Z`);
  const starts = sql`${sql.param(months)}::timestamptz[]`;
  const within = from === null ? sql`true` : sql`closed_at >= ${from}::timestamptz`;
  const since = from === null ? sql`true` : sql`closed_at >= least(${from}::timestamptz, (${starts})[1])`;
  const { rows } = await database().execute<MinuteRow>(sql`
    select component_id as "componentId", width_bucket(closed_at, ${starts}) as month, ${within} as within,
      round(minutes)::int as minutes, smooth, count(*)::int as runs, sum(estimate_minutes)::float8 as estimate
    from component_results where ${asked(filter)} and ${since}
    group by 1, 2, 3, 4, 5`);
  return rows;
}

interface TroubleRow extends Record<string, unknown> {
  stepId: string;
  componentId: string;
  failed: number;
  blocked: number;
  undone: number;
  overran: number;
}

const STEP_ORDER: Readonly<Record<StatisticsFilter['steps'], SQL>> = {
  held: sql`count(*) filter (where failed > 0 or blocked > 0)`,
  failed: sql`count(*) filter (where failed > 0)`,
  blocked: sql`count(*) filter (where blocked > 0)`,
  undone: sql`count(*) filter (where undone > 0)`,
  overran: sql`count(*) filter (where overran)`,
};

async function readTroubles(filter: StatisticsFilter, now: Date): Promise<TroubleRow[]> {
  const from = periodStart(filter, now);
  const { rows } = await database().execute<TroubleRow>(sql`
    select step_id as "stepId", component_id as "componentId",
      (${STEP_ORDER.failed})::int as failed, (${STEP_ORDER.blocked})::int as blocked,
      (${STEP_ORDER.undone})::int as undone, (${STEP_ORDER.overran})::int as overran
    from step_results
    where ${asked(filter)} and (failed > 0 or blocked > 0 or undone > 0 or overran)
      ${from === null ? sql`` : sql`and closed_at >= ${from}::timestamptz`}
    group by step_id, component_id having ${STEP_ORDER[filter.steps]} > 0
    order by ${STEP_ORDER[filter.steps]} desc, count(*) desc, step_id limit ${SHOWN_STEPS}`);
  return rows;
}

async function readOtherKinds(): Promise<RunKind[]> {
  const others = RUN_KINDS.filter((kind) => kind !== 'install');
  const { rows } = await database().execute<{ kind: RunKind }>(sql`
    select kind from unnest(${sql.param(others)}::text[]) as kind
    where exists (select from component_results r where r.kind = kind.kind)`);
  return rows.map(({ kind }) => kind);
}

function asked({ kind, component }: StatisticsFilter): SQL {
  return component === null ? sql`kind = ${kind}` : sql`kind = ${kind} and component_id = ${component}`;
}

function periodStart({ period }: StatisticsFilter, now: Date): string | null {
  return period === 'all' ? null : new Date(now.getTime() - Number(period) * 86_400_000).toISOString();
}

function componentFigures(
  rows: readonly MinuteRow[],
  catalogue: VersionedCatalogue,
  now: Date,
): ComponentFigures[] {
  const months = lastTwelveMonths(now);
  const total = (some: readonly MinuteRow[]) => some.reduce((sum, { runs }) => sum + runs, 0);
  return [...new Set(rows.map((row) => row.componentId))].flatMap((componentId) => {
    const own = rows.filter((row) => row.componentId === componentId);
    const within = own.filter((row) => row.within);
    const runs = total(within);
    if (runs === 0) return [];
    const known = catalogue.components.find(({ id }) => id === componentId);
    return [
      {
        componentId,
        name: known?.name ?? componentId,
        inCatalogue: known !== undefined,
        runs,
        smoothRuns: total(within.filter(({ smooth }) => smooth)),
        medianMinutes: percentileMinutes(within, 0.5),
        p90Minutes: percentileMinutes(within, 0.9),
        estimateMinutes: within.reduce((sum, { estimate }) => sum + estimate, 0) / runs,
        months: months.map((month, index) => {
          const inMonth = own.filter((row) => row.month === index + 1);
          const count = total(inMonth);
          return { month, runs: count, medianMinutes: count === 0 ? null : percentileMinutes(inMonth, 0.5) };
        }),
      },
    ];
  });
}

function stepNames({ stepId, componentId }: TroubleRow, catalogue: VersionedCatalogue) {
  const component = catalogue.components.find(({ id }) => id === componentId);
  const step = component?.steps.find(({ id }) => id === stepId);
  const mirrored = mirrorTitles(catalogue).get(stepId);
  const origin: StepFigures['origin'] =
    step !== undefined ? 'catalogue' : mirrored === undefined ? 'gone' : 'mirror';
  return {
    title: step?.title ?? mirrored ?? stepId,
    componentName: component?.name ?? componentId,
    origin,
  };
}
