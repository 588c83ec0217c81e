import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { recordAuditEvent } from '@/lib/audit/append';
import { systemActor } from '@/lib/auth/actor';
import { boardProgram, runProgram } from '@/lib/cli/program';
import { env } from '@/lib/env';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let folder: string;

beforeAll(async () => {
  board = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-commands-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

let out: string;
let complaints: string;

beforeEach(() => {
  out = '';
  complaints = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest) => {
    out += String(text);
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complaints += String(text);
    return true;
  });
});

afterEach(() => vi.restoreAllMocks());

/** The exit code of `board audit …`. */
const audit = (...words: string[]) => runProgram(boardProgram(), ['node', 'board', 'audit', ...words]);

const somethingHappens = () => recordAuditEvent(systemActor('cli'), { action: 'audit.read' });

test('verifying without a checkpoint passes, and says what was not checked', async () => {
  expect(await audit('verify')).toBe(0);
  expect(out).toMatch(/^Whole: \d+ events in 1 chains\.\nNothing outside the database was checked/);
  expect(out).toContain('There is no checkpoint in');
});

test('a checkpoint is written once for what has happened, and verifying holds the log against it', async () => {
  expect(await audit('checkpoint')).toBe(0);
  expect(out).toMatch(/^Checkpoint 1: \d+ events in 1 chains, in .*checkpoint-00000001\.json\.\n$/);
  out = '';
  expect(await audit('checkpoint', '--json')).toBe(0);
  expect(JSON.parse(out)).toBeNull();
  out = '';
  expect(await audit('verify')).toBe(0);
  expect(out).toMatch(/Held against checkpoint 1 of .*, hash [0-9a-f]{64}\.\n$/);
});

test('whoever has the printed key checks with it, and with another key is told so', async () => {
  expect(await audit('checkpoint', '--public-key')).toBe(0);
  const ours = path.join(folder, 'ours.pem');
  await writeFile(ours, out);
  expect(await audit('verify', '--public-key', ours)).toBe(0);
  const theirs = path.join(folder, 'theirs.pem');
  const pair = generateKeyPairSync('ed25519');
  await writeFile(theirs, pair.publicKey.export({ format: 'pem', type: 'spki' }));
  expect(await audit('verify', '--public-key', theirs)).toBe(1);
  expect(complaints).toContain('Checkpoint 1 is signed with another key.');
  expect(await audit('verify', '--public-key', path.join(folder, 'none.pem'))).toBe(1);
  await writeFile(theirs, 'no key');
  expect(await audit('verify', '--public-key', theirs)).toBe(1);
});

test('a key that was taken away does not let the log pass', async () => {
  const key = path.join(env().BOARD_DATA_DIR, 'checkpoint-key.pem');
  await rename(key, `${key}.away`);
  expect(await audit('verify')).toBe(1);
  expect(out).toContain('The checkpoint key is missing from the file');
  expect(complaints).toContain('Checkpoint 1 and those before it cannot be checked');
  expect(complaints).not.toContain('is not what was written');
  await rename(`${key}.away`, key);
  expect(await audit('verify')).toBe(0);
});

test('an export is the log and nothing else, and a filter that makes no sense exports nothing', async () => {
  expect(await audit('export', '--action', 'master-key.created')).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ seq: 1, action: 'master-key.created', actorName: 'Jed Board' });
  out = '';
  expect(await audit('export', '--from', 'yesterday')).toBe(1);
  expect(await audit('export', '--format', 'xml')).toBe(2);
  expect(out).toBe('');
});

test('what was cut off is named, with a failure for a script to see', async () => {
  await somethingHappens();
  await audit('checkpoint');
  await board.superuserPool.query(`
    begin; set local session_replication_role = replica;
    delete from audit_events where chain_seq = (select max(chain_seq) from audit_events);
    update audit_heads set (seq, mac) = (select chain_seq, mac from audit_events order by chain_seq desc limit 1); commit`);
  out = '';
  expect(await audit('verify')).toBe(1);
  expect(out).toContain('Whole:');
  expect(complaints).toMatch(/Chain board ends at event \d+, but checkpoint 2 knows event \d+\./);
  expect(await audit('checkpoint')).toBe(1);
  expect(complaints).toContain('No checkpoint written');
});
