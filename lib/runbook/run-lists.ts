import 'server-only';
import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { summariseRuns } from '@/lib/runbook/run-summary';
import type { RunSummary } from '@/lib/runbook/run-view';

export interface RunPage {
  runs: RunSummary[];
  /** For `listRuns`; null on the last page. */
  nextCursor: string | null;
}

export type RunListKind = 'active' | 'waiting' | 'closed';
const PAGE_SIZE = 25;

const cursorSchema = z.object({ at: z.iso.datetime({ precision: 6 }), id: z.uuid() });

/** Runs of one kind, newest first: begun and open, not begun yet, or closed. A cursor that cannot be read begins anew. */
export async function listRuns(actor: Actor, kind: RunListKind, cursor?: string): Promise<RunPage> {
  authorise(actor, 'run.read');
  const moment = { active: runbooks.startedAt, waiting: runbooks.composedAt, closed: runbooks.closedAt }[
    kind
  ];
  // Nobody goes on with the run of a client who is gone.
  const open = and(
    isNull(runbooks.closedAt),
    isNull(runbooks.supersededAt),
    sql`exists (select from ${clients} where ${clients.id} = ${runbooks.clientId} and ${clients.purgedAt} is null)`,
  );
  const of = {
    active: and(open, isNotNull(runbooks.startedAt)),
    waiting: and(open, isNull(runbooks.startedAt)),
    closed: isNotNull(runbooks.closedAt),
  }[kind];
  const from = readCursor(cursor);
  const after =
    from === null
      ? undefined
      : sql`(${moment}, ${runbooks.id}) < (${from.at}::timestamptz, ${from.id}::uuid)`;
  const rows = await database()
    .select({
      id: runbooks.id,
      moment: sql<string>`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    })
    .from(runbooks)
    .where(and(of, after))
    .orderBy(desc(moment), desc(runbooks.id))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  const summaries = await summariseRuns(page.map(({ id }) => id));
  return {
    runs: page.flatMap(({ id }) => summaries.get(id) ?? []),
    nextCursor:
      last === undefined
        ? null
        : Buffer.from(JSON.stringify({ at: last.moment, id: last.id })).toString('base64url'),
  };
}

/** Progress of each client's newest run under way, by client id; on its way out, only of its offboarding. */
export async function runProgressOf(
  actor: Actor,
  clientIds: readonly string[],
): Promise<Map<string, RunSummary>> {
  authorise(actor, 'run.read');
  if (clientIds.length === 0) return new Map();
  const rows = await database()
    .selectDistinctOn([runbooks.clientId], { id: runbooks.id })
    .from(runbooks)
    .innerJoin(clients, eq(clients.id, runbooks.clientId))
    .where(
      and(
        inArray(runbooks.clientId, [...clientIds]),
        isNull(runbooks.supersededAt),
        isNull(runbooks.closedAt),
        isNotNull(runbooks.startedAt),
        sql`case ${runbooks.kind} when 'offboarding' then ${clients.purgedAt}
          else coalesce(${clients.offboardedAt}, ${clients.offboardingStartedAt}) end is null`,
      ),
    )
    .orderBy(runbooks.clientId, desc(runbooks.startedAt));
  const summaries = await summariseRuns(rows.map(({ id }) => id));
  return new Map([...summaries.values()].map((summary) => [summary.clientId, summary]));
}

function readCursor(cursor: string | undefined): z.output<typeof cursorSchema> | null {
  if (cursor === undefined) return null;
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
