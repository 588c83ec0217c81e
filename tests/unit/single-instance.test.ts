import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, type HoldOutcome, hold, holdPatiently, socketPath } from '@/lib/cli/launcher/single-instance';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-hold-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function holdOf(outcome: HoldOutcome) {
  if (!('held' in outcome)) throw new Error('the folder was not given');
  return outcome.held;
}

/** What a process that was killed leaves: a socket file on which nobody listens. */
async function leaveDeadSocket(address: string): Promise<void> {
  const script = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script, address]), 'exit');
  expect((await stat(address)).isSocket()).toBe(true);
}

test('who comes second learns the process and the address of the first', async () => {
  const first = holdOf(await hold(socketPath(folder), 'starting'));
  first.tell({ state: 'running', url: 'http://localhost:3000' });
  const second = await hold(socketPath(folder), 'starting');
  await first.release();
  expect(second).toEqual({
    holder: { pid: process.pid, state: 'running', url: 'http://localhost:3000', postgresPort: null },
  });
});

test('a folder whose holder was killed is free again', async () => {
  await leaveDeadSocket(socketPath(folder));
  const next = holdOf(await hold(socketPath(folder), 'starting'));
  await next.release();
  expect(await ask(socketPath(folder))).toBeNull();
});

test('of many that start at once on what a killed one left, exactly one gets the folder', async () => {
  for (let round = 0; round < 5; round += 1) {
    await leaveDeadSocket(socketPath(folder));
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => hold(socketPath(folder), 'starting')),
    );
    const held = outcomes.flatMap((outcome) => ('held' in outcome ? [outcome.held] : []));
    expect(held).toHaveLength(1);
    await held[0]?.release();
  }
}, 30_000);

test('who waits gets the folder when the one that is stopping has stopped', async () => {
  const first = holdOf(await hold(socketPath(folder), 'stopping'));
  const waiting = holdPatiently(socketPath(folder), 'starting', ['stopping'], 20);
  await first.release();
  await holdOf(await waiting).release();
});

test('a folder with a path too long for a socket has one elsewhere, and another folder another', () => {
  const long = path.join(folder, 'x'.repeat(120));
  expect(Buffer.byteLength(socketPath(long))).toBeLessThan(104);
  expect(socketPath(long)).not.toBe(socketPath(`${long}y`));
});
