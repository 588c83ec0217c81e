import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { databaseOver } from '@/lib/db/database';
import { appVault } from '@/lib/keys/app-vault';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import {
  addClientWithValues,
  addPerson,
  OPENROUTER_SLOT,
  openRouterKey,
  reveal,
} from '@/tests/support/fixtures';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';
import { revealsOf } from './fault-fixture';

const HOUR_MILLIS = 3_600_000;
/** Longer than a process goes without looking whether the list of master keys has changed. */
const NEXT_LOOK_MILLIS = 6_000;

let board: TestDatabase;
let sam: Actor;
let folder: string;
let clientId: string;

beforeAll(async () => {
  board = await testDatabase();
  folder = await keepKeysInFiles(board);
  sam = (await addPerson(board.db, 'consultant')).actor;
});

beforeEach(async () => {
  clientId = (await addClientWithValues(board.db, sam)).id;
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Moves the clock on that nobody can set. */
function letPass(millis: number): void {
  const began = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(began + millis);
}

const rotate = () => rotateMasterKey(systemActor('cli'), databaseOver(board.ownerPool));

const store = (key: string) =>
  storeCredential(sam, { clientId, slotId: OPENROUTER_SLOT, value: secretFromInput(key), source: 'typed' });

/** What another process has of this one's vault: nothing. */
async function elsewhere<T>(work: () => Promise<T>): Promise<T> {
  const here: unknown = Reflect.get(globalThis, 'jedBoardVault');
  Reflect.deleteProperty(globalThis, 'jedBoardVault');
  try {
    return await work();
  } finally {
    Reflect.set(globalThis, 'jedBoardVault', here);
  }
}

/** Does the work while the file of a master key version is not where it was. */
async function without<T>(version: number, work: () => Promise<T>): Promise<T> {
  const file = path.join(folder, version === 1 ? 'master-key' : `master-key.${version}`);
  await rename(file, `${file}.away`);
  try {
    return await work();
  } finally {
    await rename(`${file}.away`, file);
  }
}

describe('fault-master-key: a key that is gone after the start', () => {
  test('is missed by no reveal of the running process, and a new one says which key, where and what to do', async () => {
    const key = openRouterKey();
    await store(key);
    const { activeKeyVersion } = await appVault();
    await without(activeKeyVersion, async () => {
      letPass(NEXT_LOOK_MILLIS);
      expect((await reveal(sam, clientId)).reveal()).toBe(key);
      const started = await elsewhere(() => refusal(appVault()));
      expect(started).toMatchObject({ code: 'configuration' });
      expect(started.message).toContain(`Master key ${activeKeyVersion}`);
      expect(started.message).toContain(path.join(folder, 'master-key'));
      expect(started.message).toContain('npm run board -- key show');
      const revealed = await elsewhere(() => refusal(reveal(sam, clientId)));
      expect(revealed).toEqual(started);
    });
    expect(await revealsOf(board.ownerPool, clientId)).toEqual(['credential.revealed']);
  });
});

describe('fault-master-key: a new version that this process cannot load', () => {
  test('stops no reveal of an older value, and refuses to store with a sentence', async () => {
    const key = openRouterKey();
    await store(key);
    await rotate();
    const { activeKeyVersion } = await elsewhere(appVault);
    await without(activeKeyVersion, async () => {
      letPass(NEXT_LOOK_MILLIS);
      expect((await reveal(sam, clientId)).reveal()).toBe(key);
      const stored = await refusal(store(openRouterKey()));
      expect(stored).toMatchObject({ code: 'configuration' });
      expect(stored.message).toContain(`Master key ${activeKeyVersion}`);
    });
    expect((await reveal(sam, clientId)).reveal()).toBe(key);
  });

  test('keeps a value shut that is under it, says so, and opens it as soon as the key is there', async () => {
    await appVault();
    await rotate();
    const key = openRouterKey();
    await elsewhere(() => store(key));
    const { activeKeyVersion } = await elsewhere(appVault);
    await without(activeKeyVersion, async () => {
      const asked = await refusal(reveal(sam, clientId));
      expect(asked).toMatchObject({ code: 'configuration' });
      expect(asked.message).toContain(`Master key ${activeKeyVersion}`);
    });
    expect((await reveal(sam, clientId)).reveal()).toBe(key);
    expect(await revealsOf(board.ownerPool, clientId)).toEqual([
      'credential.revealed',
      'credential.reveal-failed',
      'credential.revealed',
    ]);
  });
});

test('fault-master-key: a rotation is noticed in time though the computer’s clock was put back by hours', async () => {
  await appVault();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 5 * HOUR_MILLIS });
  await rotate();
  letPass(NEXT_LOOK_MILLIS);
  const { activeKeyVersion } = await appVault();
  expect(activeKeyVersion).toBe((await elsewhere(appVault)).activeKeyVersion);
});
