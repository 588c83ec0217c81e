import 'server-only';
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { runViewers } from '@/lib/db/schema/runbook';
import type { Watchers } from '@/lib/runbook/run-change';

/** How long a row counts that nobody keeps alive: three beats of a server, or three askings of a page. */
const LIFE_SECONDS = 45;
const SHOWN_PEOPLE = 12;

const lifeFromNow = sql`clock_timestamp() + make_interval(secs => ${LIFE_SECONDS})`;
const counts = gt(runViewers.expiresAt, sql`clock_timestamp()`);

/**
 * Notes that a page of the run is open. A person who has it open already, or had until a moment ago, keeps their
 * "since". Returns the row's id; asked again with the same id, it keeps that row alive.
 */
export async function noteWatching(runbookId: string, userId: string, pageId = uuidV7()): Promise<string> {
  const own = and(eq(runViewers.runbookId, runbookId), eq(runViewers.userId, userId), counts);
  const since = sql`coalesce((select min(${runViewers.since}) from ${runViewers} where ${own}), clock_timestamp())`;
  await database()
    .insert(runViewers)
    .values({ id: pageId, runbookId, userId, since, expiresAt: lifeFromNow })
    .onConflictDoUpdate({
      target: runViewers.id,
      set: { expiresAt: lifeFromNow },
      setWhere: and(eq(runViewers.userId, userId), eq(runViewers.runbookId, runbookId)),
    });
  return pageId;
}

/** Keeps the rows of pages that are still open, in one statement, and throws away those that ran out. */
export async function keepWatching(pageIds: readonly string[]): Promise<void> {
  if (pageIds.length > 0) {
    await database()
      .update(runViewers)
      .set({ expiresAt: lifeFromNow })
      .where(inArray(runViewers.id, [...pageIds]));
  }
  await database().delete(runViewers).where(lt(runViewers.expiresAt, sql`clock_timestamp()`));
}

export async function stopWatching(pageId: string): Promise<void> {
  await database().delete(runViewers).where(eq(runViewers.id, pageId));
}

/** Who has the run open on any instance: each person once, whoever came first at the top. Authorising is the caller's. */
export async function readWatchers(runbookId: string): Promise<Watchers> {
  const since = sql<string>`min(${runViewers.since})`;
  const rows = await database()
    .select({ id: users.id, name: users.name, since })
    .from(runViewers)
    .innerJoin(users, eq(users.id, runViewers.userId))
    .where(and(eq(runViewers.runbookId, runbookId), counts))
    .groupBy(users.id, users.name)
    .orderBy(asc(since), asc(users.id));
  return {
    count: rows.length,
    people: rows.slice(0, SHOWN_PEOPLE).map((row) => ({ ...row, since: new Date(row.since).toISOString() })),
  };
}

/** The names of those who have each of the runs open; runs that nobody looks at are left out. */
export async function watchersOf(
  actor: Actor,
  runbookIds: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  authorise(actor, 'run.read');
  if (runbookIds.length === 0) return new Map();
  const rows = await database()
    .selectDistinct({ runbookId: runViewers.runbookId, userId: users.id, name: users.name })
    .from(runViewers)
    .innerJoin(users, eq(users.id, runViewers.userId))
    .where(and(inArray(runViewers.runbookId, [...runbookIds]), counts))
    .orderBy(asc(users.name));
  const names = new Map<string, string[]>();
  for (const { runbookId, name } of rows) names.set(runbookId, [...(names.get(runbookId) ?? []), name]);
  return names;
}
