import 'server-only';
import type { Actor } from '@/lib/auth/actor';
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
import { isUuid } from '@/lib/validate';

export interface BoardColumn {
  stage: Stage;
  count: number;
  clients: BoardClient[];
}

export type StageCounts = Partial<Record<Stage, number>>;

/** How many clients each stage has under the filter. */
export async function countStages(actor: Actor, filter: BoardFilter): Promise<StageCounts> {
  authorise(actor, 'client.read');
  const terms = parseSearch(filter.q, await readCatalogue());
  const counted = await database().execute<{ stage: Stage; count: number }>(countsStatement(filter, terms));
  return Object.fromEntries(counted.rows.map((row) => [row.stage, row.count]));
}

/** The newest clients of each of these stages under the filter; the counts are those of `countStages`. */
export async function readBoard(
  actor: Actor,
  stages: readonly Stage[],
  filter: BoardFilter,
  counts: StageCounts,
): Promise<BoardColumn[]> {
  authorise(actor, 'client.read');
  if (stages.length === 0) return [];
  const catalogue = await readCatalogue();
  const statement = columnsStatement(stages, filter, parseSearch(filter.q, catalogue));
  const { rows } = await database().execute<CardRow>(statement);
  const clients = await dressCards(rows, catalogue);
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
