import os from 'node:os';
import { measureAuditVerify } from './audit-verify';
import { startBenchBoard } from './bench-board';
import { measureBoardPage } from './board-page';
import { measureReveal } from './reveal';
import { makeLargestRunbook, measureRunbookPage } from './runbook-page';
import { measureScripts } from './scripts';

/** Measures the built product on a board of its own; prints one JSON line a measurement. Method: README.md. */
async function main(): Promise<void> {
  const say = (what: string, figures: object) =>
    process.stdout.write(`${JSON.stringify({ what, ...figures })}\n`);
  const board = await startBenchBoard();
  try {
    say('computer', { cpus: os.cpus().length, load: os.loadavg()[0], node: process.version });
    say('board page', await measureBoardPage(board));
    say('reveal', await measureReveal(board));
    const runbookId = await makeLargestRunbook(board);
    say('runbook page', await measureRunbookPage(board, runbookId));
    const pages = {
      'sign-in': '/sign-in',
      board: '/',
      'client record': '/clients/everything',
      credentials: '/clients/everything/credentials',
      runbook: `/runbooks/${runbookId}`,
      report: `/runbooks/${runbookId}/report`,
      runs: '/runbooks',
      wizard: '/wizard',
      catalogue: '/catalogue',
      audit: '/audit',
      account: '/account',
    };
    for (const page of await measureScripts(board, pages)) say('scripts', page);
    say('audit verify', await measureAuditVerify());
    say('computer', { load: os.loadavg()[0] });
  } finally {
    await board.stop();
  }
}

await main();
