import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  queryBoard,
  runBoard,
  type StartedBoard,
  startBoard,
  startBoardByNpm,
  survivors,
  untilGone,
} from '@/tests/support/start';

const BUILD_TIMEOUT_SECONDS = 900;

let folder: string;
let environment: Record<string, string>;
let running: StartedBoard | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-start-'));
  environment = { BOARD_DATA_DIR: folder };
  // The first start builds the pages when they were not built from these sources yet; the others find them ready.
  running = await startBoard(environment);
  await queryBoard(folder, `create table kept (word text); insert into kept values ('still here')`);
}, BUILD_TIMEOUT_SECONDS * 1000);

afterAll(async () => {
  if (running !== undefined && survivors(running.board).length > 0) await running.interrupt();
  await rm(folder, { recursive: true, force: true });
});

async function theRunning(): Promise<StartedBoard> {
  running ??= await startBoard(environment);
  return running;
}

const keptWord = () => queryBoard<{ word: string }>(folder, 'select word from kept');

describe('a start on data that a board has open', () => {
  test('says which board that is and ends with 1, and the board goes on', async () => {
    const first = await theRunning();
    const second = runBoard(['start'], environment);
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain(first.board.url);
    expect(second.stderr()).toContain(`process ${first.board.processes.launcher}`);
    expect(second.stderr().trim().split('\n')).toHaveLength(1);
    expect(survivors(first.board)).toEqual(['launcher', 'web', 'postgres']);
  });

  test('does not keep a command from using the board that runs', async () => {
    await theRunning();
    const list = runBoard(['users', 'list', '--json'], environment);
    expect(await list.exited).toBe(0);
    expect(JSON.parse(list.stdout())).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  test('stops every process, and the next start finds the data', async () => {
    const first = await theRunning();
    running = undefined;
    expect(await first.interrupt()).toBe(0);
    expect(survivors(first.board)).toEqual([]);
    running = await startBoard(environment);
    expect(await keptWord()).toEqual([{ word: 'still here' }]);
  });

  test('under npm, where it arrives more than once, stops every process', async () => {
    await (await theRunning()).interrupt();
    running = await startBoardByNpm(environment);
    const { board } = running;
    await running.interrupt();
    running = undefined;
    expect(survivors(board)).toEqual([]);
  });
});

describe('after kill -9', () => {
  test.each([[['launcher']], [['web']], [['postgres']], [['launcher', 'web', 'postgres']]] as const)(
    'of %j the next start serves, and nothing is lost',
    async (names) => {
      const first = await theRunning();
      running = undefined;
      for (const name of names) process.kill(first.board.processes[name] ?? 0, 'SIGKILL');
      await first.exited;
      await untilGone(first.board.processes.web);
      running = await startBoard(environment);
      const answer = await fetch(`${running.board.url}/api/ready`);
      expect(answer.status).toBe(200);
      expect(await keptWord()).toEqual([{ word: 'still here' }]);
      expect(survivors(first.board)).toEqual([]);
    },
  );
});
