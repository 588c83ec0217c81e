import type { BrowserContext } from '@playwright/test';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { clientWithRun, openRouterKey, store } from '@/tests/integration/runbook-fixture';
import { settled } from '@/tests/shots/settled';
import { unfold } from '@/tests/shots/unfold';
import { OPENROUTER_SLOT } from '@/tests/support/fixtures';
import { bareReveal } from './bare-reveal';
import type { BenchBoard } from './bench-board';
import { type Call, call, connections } from './http';
import { compared, ratio, timedWarm } from './measure';

const AT_ONCE = 8;
const REVEALS = 400;
const TURNS = 3;
/** Of the connection they were recorded on; and the answers are read as they are. */
const NOT_SENT_AGAIN = new Set(['content-length', 'connection', 'accept-encoding']);

/**
 * What a reveal costs: as the copy button's request over HTTP, as the function behind it in this process, and as
 * the SQL alone. Eight at once, each for a client of its own, as eight people at work would ask.
 */
export async function measureReveal(board: BenchBoard): Promise<object> {
  const clients = [];
  for (let number = 1; number <= AT_ONCE; number += 1) {
    const client = await clientWithRun(board.consultant, `reveal-${number}`);
    await store(board.consultant, client.clientId, OPENROUTER_SLOT, openRouterKey());
    clients.push(client);
  }
  const clientIds = clients.map(({ clientId }) => clientId);
  const bare = await bareReveal(
    board.addresses.applicationUrl,
    board.consultant.id,
    clientIds,
    OPENROUTER_SLOT,
  );
  const context = await board.signedIn();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const requests: Call[] = [];
  for (const { runbookId } of clients) requests.push(await copyRequest(context, runbookId));
  await context.close();
  const agent = connections(AT_ONCE);
  const overHttp = async (worker: number) => {
    const answer = await call(agent, requests[worker % AT_ONCE] as Call);
    if (!answer.includes('"status":"ok"')) throw new Error('The action revealed nothing.');
  };
  const health = () => call(agent, { url: `${board.url}/api/health`, method: 'GET', headers: {} });
  const inProcess = (worker: number) =>
    revealCredential(board.consultant, { clientId: clientIds[worker] ?? '', slotId: OPENROUTER_SLOT });
  const run = (work: (worker: number) => Promise<unknown>) => () => timedWarm(AT_ONCE, REVEALS, work);
  try {
    const taken = await compared(
      {
        serverAction: run(overHttp),
        healthOverHttp: run(health),
        inProcess: run(inProcess),
        bareSql: run(bare.unchained),
        bareChainedSql: run(bare.chained),
      },
      TURNS,
    );
    return {
      atOnce: AT_ONCE,
      ...taken,
      actionToBareSql: ratio(taken.serverAction.p50Millis, taken.bareSql.p50Millis),
      actionToBareChainedSql: ratio(taken.serverAction.p50Millis, taken.bareChainedSql.p50Millis),
      actionToHealth: ratio(taken.serverAction.p50Millis, taken.healthOverHttp.p50Millis),
      inProcessToBareSql: ratio(taken.inProcess.p50Millis, taken.bareSql.p50Millis),
      inProcessToBareChainedSql: ratio(taken.inProcess.p50Millis, taken.bareChainedSql.p50Millis),
    };
  } finally {
    agent.destroy();
    await bare.end();
  }
}

/** The request that a click on the copy button sends, as the browser sent it. */
async function copyRequest(context: BrowserContext, runbookId: string): Promise<Call> {
  const page = await context.newPage();
  await page.goto(`/runbooks/${runbookId}`);
  await settled(page);
  const button = page
    .getByRole('button', { name: /^Copy key OPENROUTER_API_KEY/, includeHidden: true })
    .first();
  await unfold(button);
  const sent = page.waitForRequest((request) => 'next-action' in request.headers());
  await button.click();
  const request = await sent;
  const headers = await request.allHeaders();
  await page.close();
  for (const name of Object.keys(headers)) {
    if (name.startsWith(':') || NOT_SENT_AGAIN.has(name)) delete headers[name];
  }
  return { url: request.url(), method: 'POST', headers, body: request.postDataBuffer() ?? Buffer.alloc(0) };
}
