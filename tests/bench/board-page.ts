import { Client } from 'pg';
import { seedManyClients } from '@/tests/support/many-clients';
import type { BenchBoard } from './bench-board';
import { call, connections } from './http';
import { ratio, type Timings, timedWarm } from './measure';

const FEW = 10;
const MANY = 10_000;
const LOADS = 60;

/** What the board costs the server with few and with many clients; afterwards the many are still there. */
export async function measureBoardPage(board: BenchBoard): Promise<object> {
  await seedManyClients(board.owner, FEW);
  const few = { columns: await load(board, '/'), table: await load(board, '/?view=table') };
  await forgetClients(board.addresses.superuserUrl);
  await seedManyClients(board.owner, MANY);
  const many = {
    columns: await load(board, '/'),
    table: await load(board, '/?view=table'),
    search: await load(board, '/?view=table&q=harbor+77'),
  };
  return {
    [`clients${FEW}`]: few,
    [`clients${MANY}`]: many,
    columnsRatio: ratio(many.columns.p50Millis, few.columns.p50Millis),
    tableRatio: ratio(many.table.p50Millis, few.table.p50Millis),
  };
}

/** The product keeps clients for good, by triggers; these data are thrown away, so a superuser steps around them. */
async function forgetClients(superuserUrl: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query('set session_replication_role = replica');
  for (const table of [
    'step_events',
    'runbook_steps',
    'runbooks',
    'placements',
    'client_vault_references',
    'client_credentials',
    'client_components',
    'machines',
    'clients',
  ]) {
    await client.query(`delete from ${table}`);
  }
  await client.end();
}

/** One after the other, from the first byte sent to the last one received. */
export async function load(board: BenchBoard, path: string, loads = LOADS): Promise<Timings> {
  const agent = connections(1);
  try {
    const headers = { cookie: board.cookie, accept: 'text/html' };
    return await timedWarm(1, loads, () =>
      call(agent, { url: `${board.url}${path}`, method: 'GET', headers }),
    );
  } finally {
    agent.destroy();
  }
}
