import { revealCredential } from '@/lib/clients/reveal-credential';
import { clientWithRun, openRouterKey, store } from '@/tests/integration/runbook-fixture';
import { OPENROUTER_SLOT } from '@/tests/support/fixtures';
import { bareReveal } from './bare-reveal';
import type { BenchBoard } from './bench-board';
import { type Call, call, connections } from './http';
import { compared, ratio, timedWarm } from './measure';
import { copyRequest, emptyRequest } from './recorded';

const CONNECTIONS = [1, 8, 32] as const;
const AT_ONCE = 8;
const REVEALS = 400;
const TURNS = 7;

export interface RevealClient {
  clientId: string;
  runbookId: string;
}

/** As many clients as ask at once, each with a run and a value to copy. */
export async function makeRevealClients(board: BenchBoard): Promise<RevealClient[]> {
  const clients = [];
  for (let number = 1; number <= AT_ONCE; number += 1) {
    const client = await clientWithRun(board.consultant, `reveal-${number}`);
    await store(board.consultant, client.clientId, OPENROUTER_SLOT, openRouterKey());
    clients.push(client);
  }
  return clients;
}

/**
 * What a reveal costs as a function in this process, beside the SQL alone. Eight at once, each for a client of its own,
 * as eight people at work would ask.
 */
export async function measureReveal(board: BenchBoard, clients: readonly RevealClient[]): Promise<object> {
  const clientIds = clients.map(({ clientId }) => clientId);
  const bare = await bareReveal(
    board.addresses.applicationUrl,
    board.consultant.id,
    clientIds,
    OPENROUTER_SLOT,
  );
  const inProcess = (worker: number) =>
    revealCredential(board.consultant, { clientId: clientIds[worker] ?? '', slotId: OPENROUTER_SLOT });
  const run = (work: (worker: number) => Promise<unknown>) => () => timedWarm(AT_ONCE, REVEALS, work);
  try {
    const { taken, rateOf } = await compared(
      {
        inProcess: run(inProcess),
        bareSql: run(bare.unchained),
        bareChainedSql: run(bare.chained),
      },
      TURNS,
    );
    return {
      atOnce: AT_ONCE,
      ...taken,
      rateOfBareSql: rateOf('inProcess', 'bareSql'),
      rateOfBareChainedSql: rateOf('inProcess', 'bareChainedSql'),
      p99OfBareSql: ratio(taken.inProcess.p99Millis, taken.bareSql.p99Millis),
    };
  } finally {
    await bare.end();
  }
}

/**
 * The copy button's request over HTTP, at several numbers of connections, beside a server action of the same build that
 * does nothing (the sign-in of an empty form) and a route that answers at once.
 */
export async function measureActions(board: BenchBoard, clients: readonly RevealClient[]): Promise<object[]> {
  const context = await board.signedIn();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const reveals: Call[] = [];
  for (const { runbookId } of clients) reveals.push(await copyRequest(context, runbookId));
  await context.close();
  const empty = await emptyRequest(board.browser, board.url);
  const health: Call = { url: `${board.url}/api/health`, method: 'GET', headers: {} };
  const measured = [];
  for (const atOnce of CONNECTIONS) {
    const agent = connections(atOnce);
    const run = (work: (worker: number) => Promise<unknown>) => () => timedWarm(atOnce, REVEALS, work);
    const { taken, rateOf } = await compared(
      {
        reveal: run(async (worker) => {
          const answer = await call(agent, reveals[worker % reveals.length] as Call);
          if (!answer.includes('"status":"ok"')) throw new Error('The action revealed nothing.');
        }),
        emptyAction: run(() => call(agent, empty)),
        health: run(() => call(agent, health)),
      },
      TURNS,
    );
    agent.destroy();
    measured.push({ atOnce, ...taken, rateOfEmptyAction: rateOf('reveal', 'emptyAction') });
  }
  return measured;
}
