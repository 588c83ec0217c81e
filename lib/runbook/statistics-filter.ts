import { z } from 'zod';
import { RUN_KINDS } from '@/lib/clients/run-kind';

const PERIODS = ['30', '90', '365', 'all'] as const;
const COMPONENT_ORDERS = ['smooth', 'median', 'tail', 'runs'] as const;
const STEP_ORDERS = ['held', 'failed', 'blocked', 'undone', 'overran'] as const;

const first = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.preprocess(first, z.enum(values).catch(values[0]));

const statisticsFilterSchema = z.object({
  period: z.preprocess(first, z.enum(PERIODS).catch('365')),
  kind: oneOf(RUN_KINDS),
  component: z.preprocess(
    first,
    z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,60}$/)
      .nullable()
      .catch(null),
  ),
  /** What the components and the steps are sorted by, the worst first. */
  by: oneOf(COMPONENT_ORDERS),
  steps: oneOf(STEP_ORDERS),
});

/** What the address of the statistics asks for. */
export type StatisticsFilter = z.infer<typeof statisticsFilterSchema>;

/** Reads the address. What it cannot understand becomes the usual: a bad link still opens the page. */
export function parseStatisticsFilter(
  params: Record<string, string | string[] | undefined>,
): StatisticsFilter {
  return statisticsFilterSchema.parse(params);
}

/** The address of the statistics with some of their questions changed; the usual answers are left out. */
export function statisticsHref(filter: StatisticsFilter, changes: Partial<StatisticsFilter> = {}): string {
  const wanted = { ...filter, ...changes };
  const usual = parseStatisticsFilter({});
  const params = new URLSearchParams();
  for (const name of ['period', 'kind', 'component', 'by', 'steps'] as const) {
    const value = wanted[name];
    if (value !== null && value !== usual[name]) params.set(name, value);
  }
  return params.size === 0 ? '/runbooks/statistics' : `/runbooks/statistics?${params}`;
}
