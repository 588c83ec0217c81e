import 'server-only';
import { and, count, eq, max, min, sql } from 'drizzle-orm';
import { type DayCount, filledDays, spanOf } from '@/lib/audit/days';
import { type AuditQuestion, narrow } from '@/lib/audit/reading';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { users } from '@/lib/db/schema/people';

/** The words a report's sentence is made of, and what it comes to. */
export interface RevealReport {
  /** Whose decryptions; null: everybody's. `you` for the reader themselves. */
  person: { name: string; you: boolean } | null;
  client: string | null;
  /** The slot as it was asked for. */
  slot: string | null;
  decryptions: number;
  /** Different values: of one slot of one client, in one version. */
  values: number;
  clients: number;
  people: number;
  first: Date | null;
  last: Date | null;
}

/**
 * What a person decrypted, or who decrypted a slot: null unless the question is one of these two. Totals are over the
 * whole answer, not over the page.
 */
export async function readRevealReport(actor: Actor, question: AuditQuestion): Promise<RevealReport | null> {
  const { filter } = question;
  if (filter.action !== 'credential.revealed') return null;
  const asked = await narrow(actor, question);
  const personId = filter.person ?? asked.onlyBy;
  if (personId === null && filter.slot === undefined) return null;
  const value = sql`(${auditEvents.clientId}, ${auditEvents.slotId}, ${auditEvents.valueVersion})`;
  const [[totals], [person]] = await Promise.all([
    database()
      .select({
        decryptions: count(),
        values: sql<number>`count(distinct ${value})`.mapWith(Number),
        clients: sql<number>`count(distinct ${auditEvents.clientId})`.mapWith(Number),
        people: sql<number>`count(distinct ${auditEvents.actorId})`.mapWith(Number),
        first: min(auditEvents.at),
        last: max(auditEvents.at),
      })
      .from(auditEvents)
      .where(asked.where),
    database()
      .select({ name: users.name })
      .from(users)
      .where(personId === null ? sql`false` : eq(users.id, personId)),
  ]);
  if (totals === undefined) return null;
  return {
    ...totals,
    person: personId === null ? null : { name: person?.name ?? 'somebody', you: personId === actor.id },
    client: asked.client?.name ?? filter.client ?? null,
    slot: filter.slot ?? null,
  };
}

export interface RevealChart {
  /** What a bar stands for. */
  unit: 'day' | 'week' | 'month';
  /** The span's days, in the reader's time zone. */
  from: string;
  to: string;
  bars: DayCount[];
}

/** Decryptions by day over the filter's days, or the last thirty: for the same people, clients and slots as the list. */
export async function readRevealChart(
  actor: Actor,
  question: AuditQuestion,
  now: Date,
): Promise<RevealChart> {
  const { from, to, unit } = spanOf(question, now);
  const { action: _whatever, outcome: _any, ...filter } = question.filter;
  const asked = await narrow(actor, {
    ...question,
    filter: { ...filter, from, to, action: 'credential.revealed' },
  });
  const local = sql`${auditEvents.at} at time zone ${question.timeZone}`;
  const rows = await database()
    .select({
      day: sql<string>`to_char(date_trunc(${sql.raw(`'${unit}'`)}, ${local}), 'YYYY-MM-DD')`,
      count: count(),
    })
    .from(auditEvents)
    .where(and(asked.where, eq(auditEvents.outcome, 'ok')))
    .groupBy(sql`1`);
  return {
    unit,
    from,
    to,
    bars: filledDays({ from, to, unit }, new Map(rows.map((row) => [row.day, row.count]))),
  };
}
