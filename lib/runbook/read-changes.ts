import 'server-only';
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { stepEvents } from '@/lib/db/schema/runbook';
import { eventWords } from '@/lib/runbook/event-words';
import type { Cursor, RunChange } from '@/lib/runbook/run-change';
import { eventDetailSchema } from '@/lib/runbook/run-events';
import type { RunRow } from '@/lib/runbook/run-rows';

/** Whose page is further behind than this reads the page again. */
export const MAX_CHANGES = 200;

/** What a page hears of about a run's secrets. Migration 0011 tells of the same ones. */
const SECRET_ACTIONS = ['credential.revealed', 'credential.stored'] as const;

type Run = Pick<RunRow, 'id' | 'clientId'>;

/**
 * What happened in a run after the cursor: its log in order, then what was done with its secrets. One more than
 * `MAX_CHANGES` at most. Both logs are written under a lock each until the commit, so that nothing appears later
 * with a smaller number. Authorising is the caller's.
 */
export async function readChanges(run: Run, after: Cursor): Promise<RunChange[]> {
  const [log, secrets] = await Promise.all([readLog(run, after.log), readSecrets(run, after.secrets)]);
  return named([...log, ...secrets].slice(0, MAX_CHANGES + 1));
}

async function named(rows: readonly ChangeRow[]): Promise<RunChange[]> {
  if (rows.length === 0) return [];
  const names = await namesOf(rows.flatMap(({ byId, fromId }) => [byId, fromId]));
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return rows.map(({ fromId, words, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    by: nameOf(row.byId),
    words: words(fromId === null ? null : nameOf(fromId)),
  }));
}

interface ChangeRow extends Omit<RunChange, 'by' | 'at' | 'words'> {
  at: Date;
  /** From whom a step was taken over. */
  fromId: string | null;
  words: (from: string | null) => string;
}

async function readLog(run: Run, after: number): Promise<ChangeRow[]> {
  const rows = await database()
    .select()
    .from(stepEvents)
    .where(and(eq(stepEvents.runbookId, run.id), gt(stepEvents.seq, after)))
    .orderBy(asc(stepEvents.seq))
    .limit(MAX_CHANGES + 1);
  return rows.map((row) => {
    const detail = eventDetailSchema.parse(row.detail);
    return {
      source: 'log',
      seq: row.seq,
      kind: row.kind,
      stepId: row.stepId,
      revision: row.revision,
      byId: row.actorId,
      at: row.at,
      doneAt: detail.doneAt,
      text: row.reason,
      matched: detail.matched ?? null,
      fromId: detail.from ?? null,
      words: (from) => eventWords({ ...row, detail }, from),
    };
  });
}

const ofSecrets = (run: Run) =>
  and(
    eq(auditEvents.clientId, run.clientId),
    inArray(auditEvents.action, [...SECRET_ACTIONS]),
    eq(auditEvents.runbookId, run.id),
  );

async function readSecrets(run: Run, after: number): Promise<ChangeRow[]> {
  const rows = await database()
    .select({
      seq: auditEvents.seq,
      action: auditEvents.action,
      stepId: auditEvents.stepId,
      slotId: auditEvents.slotId,
      byId: auditEvents.actorId,
      at: auditEvents.at,
    })
    .from(auditEvents)
    .where(and(ofSecrets(run), eq(auditEvents.outcome, 'ok'), gt(auditEvents.seq, after)))
    .orderBy(asc(auditEvents.seq))
    .limit(MAX_CHANGES + 1);
  if (rows.length === 0) return [];
  const slots = (await readCatalogue()).components.flatMap((component) => component.slots);
  return rows.map(({ action, slotId, ...row }) => {
    const kind = action === 'credential.stored' ? 'stored' : 'copied';
    const key = slots.find(({ id }) => id === slotId)?.key ?? 'a value';
    const about = { revision: null, text: null, matched: null, fromId: null };
    return { ...row, ...about, source: 'secrets', kind, words: () => `${kind} ${key}` };
  });
}

/** Where a run's logs end at this moment. */
export async function presentCursor(run: Run): Promise<Cursor> {
  const [log] = await database()
    .select({ seq: sql<number>`coalesce(max(${stepEvents.seq}), 0)`.mapWith(Number) })
    .from(stepEvents)
    .where(eq(stepEvents.runbookId, run.id));
  const [secrets] = await database()
    .select({ seq: sql<number>`coalesce(max(${auditEvents.seq}), 0)`.mapWith(Number) })
    .from(auditEvents)
    .where(ofSecrets(run));
  return { log: log?.seq ?? 0, secrets: secrets?.seq ?? 0 };
}

const LATEST = 12;

/** What was done with a run's secrets last, oldest first, for its page. */
export async function readLatestSecrets(actor: Actor, run: Run): Promise<RunChange[]> {
  authorise(actor, 'run.read');
  const [first] = await database()
    .select({ seq: sql<number>`coalesce(min(seq), 0)`.mapWith(Number) })
    .from(
      database()
        .select({ seq: auditEvents.seq })
        .from(auditEvents)
        .where(and(ofSecrets(run), eq(auditEvents.outcome, 'ok')))
        .orderBy(desc(auditEvents.seq))
        .limit(LATEST)
        .as('latest'),
    );
  const rows = await readSecrets(run, (first?.seq ?? 1) - 1);
  return named(rows);
}
