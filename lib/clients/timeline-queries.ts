import 'server-only';
import { and, eq, inArray, lt, notInArray, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import {
  auditWords,
  stepWords,
  type TimelineEntry,
  UNTOLD_ACTIONS,
  UNTOLD_KINDS,
  viaWords,
} from '@/lib/clients/timeline-words';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { runbookSteps, runbooks, stepEvents } from '@/lib/db/schema/runbook';

const ENTRIES_ON_PAGE = 50;
const END = Number.MAX_SAFE_INTEGER;

export interface TimelinePage {
  entries: TimelineEntry[];
  /** Continues after the last entry; null on the last page. */
  next: string | null;
}

/** Where a page begins: each of the two logs is read below its own sequence number. */
interface Cursor {
  audit: number;
  step: number;
}

/** What happened to a client, newest first: the audit log and the run's own log as one. */
export async function readTimeline(
  actor: Actor,
  clientId: string,
  after: string | null,
): Promise<TimelinePage> {
  authorise(actor, 'client.read');
  const cursor = parseCursor(after);
  const [audit, steps] = await Promise.all([
    readAudit(clientId, cursor.audit),
    readSteps(clientId, cursor.step),
  ]);
  const merged = [
    ...audit.map((row) => ({ log: 'audit' as const, row, at: row.at })),
    ...steps.map((row) => ({ log: 'step' as const, row, at: row.at })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime() || b.row.seq - a.row.seq);
  const page = merged.slice(0, ENTRIES_ON_PAGE);
  const lastOf = (log: 'audit' | 'step') => page.findLast((entry) => entry.log === log)?.row.seq;
  return {
    entries: await told(actor, page),
    next:
      merged.length > ENTRIES_ON_PAGE
        ? `${lastOf('audit') ?? cursor.audit}~${lastOf('step') ?? cursor.step}`
        : null,
  };
}

function parseCursor(text: string | null): Cursor {
  const [, audit, step] = /^(\d{1,16})~(\d{1,16})$/.exec(text ?? '') ?? [];
  return { audit: Math.min(Number(audit ?? END), END), step: Math.min(Number(step ?? END), END) };
}

type AuditRow = Awaited<ReturnType<typeof readAudit>>[number];
type StepRow = Awaited<ReturnType<typeof readSteps>>[number];
type Merged = { at: Date } & ({ log: 'audit'; row: AuditRow } | { log: 'step'; row: StepRow });

function readAudit(clientId: string, below: number) {
  return database()
    .select({
      seq: auditEvents.seq,
      at: auditEvents.at,
      action: auditEvents.action,
      outcome: auditEvents.outcome,
      actorId: auditEvents.actorId,
      via: auditEvents.via,
      isAgent: auditEvents.isAgent,
      reason: auditEvents.reason,
      slotId: auditEvents.slotId,
      valueVersion: auditEvents.valueVersion,
      runbookId: auditEvents.runbookId,
      address: auditEvents.address,
      detail: auditEvents.detail,
      stepTitle: stepTitle('audit_events'),
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.clientId, clientId),
        lt(auditEvents.seq, below),
        notInArray(auditEvents.action, [...UNTOLD_ACTIONS]),
      ),
    )
    .orderBy(sql`${auditEvents.seq} desc nulls last`)
    .limit(ENTRIES_ON_PAGE + 1);
}

async function readSteps(clientId: string, below: number) {
  const runs = await database()
    .select({ id: runbooks.id })
    .from(runbooks)
    .where(eq(runbooks.clientId, clientId));
  if (runs.length === 0) return [];
  return database()
    .select({
      seq: stepEvents.seq,
      at: stepEvents.at,
      kind: stepEvents.kind,
      revision: stepEvents.revision,
      actorId: stepEvents.actorId,
      reason: stepEvents.reason,
      detail: stepEvents.detail,
      runbookId: stepEvents.runbookId,
      stepTitle: stepTitle('step_events'),
    })
    .from(stepEvents)
    .where(
      and(
        inArray(
          stepEvents.runbookId,
          runs.map((run) => run.id),
        ),
        lt(stepEvents.seq, below),
        notInArray(stepEvents.kind, [...UNTOLD_KINDS]),
      ),
    )
    .orderBy(sql`${stepEvents.seq} desc nulls last`)
    .limit(ENTRIES_ON_PAGE + 1);
}

/** The frozen title of a row's step. The log is named outright: an unqualified column would be the step's own. */
function stepTitle(log: 'audit_events' | 'step_events') {
  const row = sql.identifier(log);
  return sql<string | null>`(select step.content->>'title' from ${runbookSteps} step
    where step.runbook_id = ${row}.runbook_id and step.step_id = ${row}.step_id)`;
}

async function told(actor: Actor, page: Merged[]): Promise<TimelineEntry[]> {
  const [catalogue, names] = await Promise.all([
    readCatalogue(),
    namesOf(page.map(({ row }) => row.actorId)),
  ]);
  const slotKeys = new Map(
    catalogue.components.flatMap((component) => component.slots).map((slot) => [slot.id, slot.key]),
  );
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return page.flatMap((entry) => {
    const told = entry.log === 'audit' ? auditEntry(actor, entry.row, slotKeys) : stepEntry(entry.row);
    return told === null ? [] : [{ ...told, who: nameOf(entry.row.actorId) }];
  });
}

type Untitled = Omit<TimelineEntry, 'who'>;

/** Addresses are for admins and for one's own acts; reasons given to the audit log are not for support. */
function auditEntry(actor: Actor, row: AuditRow, slotKeys: ReadonlyMap<string, string>): Untitled {
  const mayTrace = actor.role === 'admin' || row.actorId === actor.id;
  const words = auditWords({
    action: row.action,
    slotKey: row.slotId === null ? null : (slotKeys.get(row.slotId) ?? null),
    valueVersion: row.valueVersion,
    stepTitle: row.stepTitle,
    detail: detailOf(row.detail),
  });
  return {
    key: `audit-${row.seq}`,
    at: row.at,
    words,
    outcome: row.outcome,
    reason: actor.role === 'support' ? null : row.reason,
    via: viaWords(row.via, row.isAgent),
    address: mayTrace && actor.role !== 'support' ? row.address : null,
    runbookId: row.runbookId,
  };
}

function stepEntry(row: StepRow): Untitled | null {
  const words = stepWords({ ...row, detail: detailOf(row.detail) });
  if (words === null) return null;
  return {
    key: `step-${row.seq}`,
    at: row.at,
    words,
    outcome: row.kind === 'failed' ? 'failed' : 'ok',
    reason: row.reason,
    via: null,
    address: null,
    runbookId: row.runbookId,
  };
}

function detailOf(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}
