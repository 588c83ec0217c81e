import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureAuditVerify } from './audit-verify';
import { type BenchBoard, startBenchBoard } from './bench-board';
import { measureBoardPage } from './board-page';
import { measureClipboard } from './clipboard';
import { measureLive } from './live';
import { makeRevealClients, measureActions, measureReveal, type RevealClient } from './reveal';
import { measureRewrap } from './rewrap';
import { makeLargestRunbook, measureRunbookPage } from './runbook-page';
import { measureScripts } from './scripts';
import { measureStatistics } from './statistics';
import { measureTick } from './tick';

interface Bench {
  board: BenchBoard;
  /** Clients with a value to copy, made when first asked for. */
  revealClients: () => Promise<RevealClient[]>;
  /** The run of the largest runbook there can be. */
  largestRunbook: () => Promise<string>;
}

/** By name; each answers one line of figures or several. */
const MEASUREMENTS: Readonly<Record<string, (bench: Bench) => Promise<object | object[]>>> = {
  'board page': ({ board }) => measureBoardPage(board),
  reveal: async ({ board, revealClients }) => measureReveal(board, await revealClients()),
  'reveal action': async ({ board, revealClients }) => measureActions(board, await revealClients()),
  'click to clipboard': async ({ board, revealClients }) => {
    const [client] = await revealClients();
    return measureClipboard(board, client?.runbookId ?? '');
  },
  tick: async ({ board, largestRunbook }) => measureTick(board, await largestRunbook()),
  'live run': async ({ board, largestRunbook }) => measureLive(board, await largestRunbook()),
  'runbook page': async ({ board, largestRunbook }) => measureRunbookPage(board, await largestRunbook()),
  scripts: async ({ board, largestRunbook }) => {
    const runbookId = await largestRunbook();
    return measureScripts(board, {
      'sign-in': '/sign-in',
      board: '/',
      'client record': '/clients/everything',
      credentials: '/clients/everything/credentials',
      runbook: `/runbooks/${runbookId}`,
      report: `/runbooks/${runbookId}/report`,
      runs: '/runbooks',
      statistics: '/runbooks/statistics',
      wizard: '/wizard',
      catalogue: '/catalogue',
      audit: '/audit',
      account: '/account',
    });
  },
  rewrap: ({ board }) => measureRewrap(board),
  statistics: ({ board }) => measureStatistics(board),
  'audit verify': () => measureAuditVerify(),
};

/** Measures the built product on a board of its own; prints one JSON line a measurement. Method: README.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const wanted = values.only === '' ? Object.keys(MEASUREMENTS) : values.only.split(',');
  const unknown = wanted.filter((name) => !(name in MEASUREMENTS));
  if (unknown.length > 0) {
    throw new Error(
      `There is no measurement ${unknown.join(', ')}: ${Object.keys(MEASUREMENTS).join(', ')}.`,
    );
  }
  const say = (what: string, figures: object) =>
    process.stdout.write(`${JSON.stringify({ what, ...figures })}\n`);
  const board = await startBenchBoard();
  const bench: Bench = {
    board,
    revealClients: once(() => makeRevealClients(board)),
    largestRunbook: once(() => makeLargestRunbook(board)),
  };
  try {
    say('computer', { cpus: os.cpus().length, load: os.loadavg()[0], node: process.version });
    for (const name of wanted) {
      for (const figures of [await MEASUREMENTS[name]?.(bench)].flat()) say(name, figures ?? {});
    }
    say('computer', { load: os.loadavg()[0] });
  } finally {
    await board.stop();
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

await main();
