import 'server-only';
import { and, desc, isNull } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type BoardClient, dressCards } from '@/lib/clients/board-cards';
import type { BoardFilter } from '@/lib/clients/board-filter';
import {
  type CardRow,
  columnsStatement,
  countsStatement,
  type PageCursor,
  pageStatement,
  ROWS_ON_PAGE,
} from '@/lib/clients/board-sql';
import type { Stage } from '@/lib/clients/schema';
import { parseSearch } from '@/lib/clients/search-terms';
import { database } from '@/lib/db/database';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { isUuid } from '@/lib/validate';

export interface BoardColumn {
  stage: Stage;
  count: number;
  clients: BoardClient[];
}

/** A wizard that was begun and has no name yet. */
export interface NamelessDraft {
  id: string;
  startedBy: string;
  updatedAt: Date;
}

export type StageCounts = Partial<Record<Stage, number>>;

/** How many clients each stage has under the filter. */
export async function countStages(actor: Actor, filter: BoardFilter): Promise<StageCounts> {
  authorise(actor, 'client.read');
  const terms = parseSearch(filter.q, await readCatalogue());
  const counted = await database().execute<{ stage: Stage; count: number }>(countsStatement(filter, terms));
  return Object.fromEntries(counted.rows.map((row) => [row.stage, row.count]));
}

/** The newest clients of each of these stages under the filter, with the stage's count. */
export async function readBoard(
  actor: Actor,
  stages: readonly Stage[],
  filter: BoardFilter,
): Promise<BoardColumn[]> {
  authorise(actor, 'client.read');
  const catalogue = await readCatalogue();
  const terms = parseSearch(filter.q, catalogue);
  const [counts, found] = await Promise.all([
    countStages(actor, filter),
    database().execute<CardRow>(columnsStatement(stages, filter, terms)),
  ]);
  const clients = await dressCards(found.rows, catalogue);
  return stages.map((stage) => ({
    stage,
    count: counts[stage] ?? 0,
    clients: clients.filter((client) => client.stage === stage),
  }));
}

/** A page of the table, newest change first; `next` continues after its last row. */
export async function listBoardClients(
  actor: Actor,
  filter: BoardFilter,
): Promise<{ clients: BoardClient[]; next: string | null }> {
  authorise(actor, 'client.read');
  const catalogue = await readCatalogue();
  const statement = pageStatement(filter, parseSearch(filter.q, catalogue), parseCursor(filter.after));
  const { rows } = await database().execute<CardRow>(statement);
  const shown = rows.slice(0, ROWS_ON_PAGE);
  const last = rows.length > ROWS_ON_PAGE ? shown.at(-1) : undefined;
  return {
    clients: await dressCards(shown, catalogue),
    next: last === undefined ? null : `${last.cursor_at}~${last.id}`,
  };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** A cursor out of an address; a damaged one starts at the beginning. */
function parseCursor(text: string | null): PageCursor | null {
  const [at = '', id = ''] = (text ?? '').split('~');
  return MOMENT.test(at) && !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : null;
}

/** Wizards in progress without a client yet, newest first. */
export async function listNamelessDrafts(actor: Actor): Promise<NamelessDraft[]> {
  authorise(actor, 'wizard.use');
  const rows = await database()
    .select({ id: wizardDrafts.id, createdBy: wizardDrafts.createdBy, updatedAt: wizardDrafts.updatedAt })
    .from(wizardDrafts)
    .where(and(isNull(wizardDrafts.completedAt), isNull(wizardDrafts.clientId)))
    .orderBy(desc(wizardDrafts.updatedAt))
    .limit(6);
  const names = await namesOf(rows.map((row) => row.createdBy));
  return rows.map((row) => ({
    id: row.id,
    startedBy: names.get(row.createdBy) ?? 'somebody',
    updatedAt: row.updatedAt,
  }));
}
