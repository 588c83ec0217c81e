import { z } from 'zod';
import { STAGES, type Stage } from '@/lib/clients/schema';

const WAITING_FOR = ['us', 'client', 'nobody'] as const;

const DUE_KINDS = ['expiring', 'waiting', 'blocked', 'unpasted', 'gap', 'purge'] as const;

/** A value counts as expiring this many days before it does. */
export const EXPIRING_WITHIN_DAYS = 7;
/** A client that has not answered for this many days shows on the due strip. */
export const WAITING_AFTER_DAYS = 3;
/** A step of an open run that has been blocked for more than this many days shows there too. */
export const BLOCKED_AFTER_DAYS = 3;
/** A value that was copied shows there when nobody marked it pasted this many hours later, and for so many days. */
export const UNMARKED_AFTER_HOURS = 12;
export const UNMARKED_WITHIN_DAYS = 60;

const first = (value: unknown) => (Array.isArray(value) ? value[0] : value);
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.preprocess(first, z.enum(values).nullable().catch(null));

const boardFilterSchema = z.object({
  view: z.preprocess(first, z.enum(['board', 'table']).catch('board')),
  // PostgreSQL takes no NUL in a text, and nobody means the other control characters either.
  q: z.preprocess(
    first,
    z
      .string()
      .transform((text) => text.replace(/\p{Cc}/gu, ' ').trim())
      .pipe(z.string().max(200))
      .catch(''),
  ),
  stage: oneOf(STAGES),
  tier: z.preprocess(
    first,
    z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,60}$/)
      .nullable()
      .catch(null),
  ),
  waiting: oneOf(WAITING_FOR),
  due: oneOf(DUE_KINDS),
  after: z.preprocess(first, z.string().max(120).nullable().catch(null)),
});

/** What the board's address asks for. */
export type BoardFilter = z.infer<typeof boardFilterSchema>;

/** Reads the address. What it cannot understand it leaves out: a bad link still opens a board. */
export function parseBoardFilter(params: Record<string, string | string[] | undefined>): BoardFilter {
  return boardFilterSchema.parse(params);
}

/** The address of the board with some of its questions changed; a changed question starts at the first page. */
export function boardHref(filter: BoardFilter, changes: Partial<BoardFilter> = {}): string {
  const wanted = { ...filter, after: null, ...changes };
  const params = new URLSearchParams();
  if (wanted.view === 'table') params.set('view', 'table');
  for (const name of ['q', 'stage', 'tier', 'waiting', 'due', 'after'] as const) {
    const value = wanted[name];
    if (value) params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? '/' : `/?${query}`;
}

/** Whether the board shows less than everything. */
export function isNarrowed(filter: BoardFilter): boolean {
  return (
    filter.q !== '' || [filter.stage, filter.tier, filter.waiting, filter.due].some((part) => part !== null)
  );
}

const COLUMNS: readonly Stage[] = ['draft', 'collecting', 'ready', 'installing', 'installed', 'offboarding'];
/** Stages that take a column only while somebody is in them. */
const FOLDED: readonly Stage[] = ['draft', 'offboarding'];

/** The columns to draw: those a client passes through always, the others when they are not empty. */
export function columnStages(filter: BoardFilter, counts: Partial<Record<Stage, number>>): readonly Stage[] {
  if (filter.stage !== null) return [filter.stage];
  return COLUMNS.filter((stage) => !FOLDED.includes(stage) || (counts[stage] ?? 0) > 0);
}
