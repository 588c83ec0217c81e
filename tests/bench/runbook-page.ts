import { gzipSync } from 'node:zlib';
import { readCatalogue } from '@/lib/catalogue/queries';
import { demoAnswer } from '@/lib/demo/answer-settings';
import { DEMO_CLIENTS } from '@/lib/demo/clients';
import { readRun } from '@/lib/runbook/queries';
import { clientWithRun } from '@/tests/integration/runbook-fixture';
import type { BenchBoard } from './bench-board';
import { load } from './board-page';
import { call, connections } from './http';

const LOADS = 40;

/** The largest runbook there can be: every component of the catalogue on one machine. */
export async function makeLargestRunbook(board: BenchBoard): Promise<string> {
  const { components } = await readCatalogue();
  const componentIds = components.map(({ id }) => id);
  const example = DEMO_CLIENTS.find(({ packs }) => packs?.includes('real-estate'));
  if (example === undefined) throw new Error('The demo has no client to take answers from.');
  const answers = Object.fromEntries(
    components
      .flatMap((component) => component.settings)
      .filter(({ captured }) => captured === 'wizard')
      .map((setting) => [setting.key, demoAnswer(setting, example)])
      .filter(([, answer]) => answer !== ''),
  );
  // The example client sells nothing, and these answers become part of a command.
  const shop = { 'shopify.store': 'everything.myshopify.com', 'shopify.client-id': 'a1b2c3d4e5f6' };
  const settings = { ...answers, ...shop };
  return (await clientWithRun(board.consultant, 'everything', { componentIds, settings })).runbookId;
}

/** What that page costs the server and the network. */
export async function measureRunbookPage(board: BenchBoard, runbookId: string): Promise<object> {
  const path = `/runbooks/${runbookId}`;
  const run = await readRun(board.consultant, runbookId);
  const agent = connections(1);
  const headers = { cookie: board.cookie, accept: 'text/html' };
  const html = await call(agent, { url: `${board.url}${path}`, method: 'GET', headers });
  agent.destroy();
  return {
    steps: run.steps.length,
    server: await load(board, path, LOADS),
    htmlKilobytes: kilobytes(html.length),
    htmlGzipKilobytes: kilobytes(gzipSync(html).length),
  };
}

/** To one place; a kilobyte is 1,000 bytes. */
export function kilobytes(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
