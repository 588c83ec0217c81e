import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepCheckpoint, readCheckpoint } from '@/lib/audit/checkpoint-folder';
import { verifyCheckpoints } from '@/lib/audit/verify-checkpoints';
import { type WrittenCheckpoint, writeCheckpoint } from '@/lib/audit/write-checkpoint';
import { fileSigner } from '@/lib/vault/vault';
import { addPerson } from '@/tests/support/fixtures';
import {
  admin,
  board,
  endSeries,
  events,
  keyFolder,
  kinds,
  openBoard,
  place,
  startSeries,
  tamper,
  verified,
  write,
} from './checkpoint-fixture';

beforeAll(openBoard);
beforeEach(startSeries);
afterEach(endSeries);

describe('audit-checkpoint: what is written', () => {
  test('each says every chain’s end, follows the one before, and holds', async () => {
    const chain = await events(3);
    const first = await write();
    await events(2, chain);
    const second = await write();
    const [one, two] = [await readCheckpoint(place.folder, 1), await readCheckpoint(place.folder, 2)];
    expect(one?.checkpoint.previous).toBeNull();
    expect(two?.checkpoint.previous).toBe(first.hash);
    expect(two?.checkpoint.heads.find((head) => head.chain === chain)?.seq).toBe(5);
    const { rows } = await board.ownerPool.query<{ total: number }>(
      'select count(*)::int as total from audit_events',
    );
    expect(second.events).toBe(rows[0]?.total);
    expect(await verified()).toMatchObject({
      sound: 2,
      findings: [],
      against: { number: 2, hash: second.hash },
    });
  });

  test('nothing is written when nothing has happened, however many ask at once', async () => {
    await events(1);
    const written = await Promise.all(Array.from({ length: 6 }, () => writeCheckpoint(admin, place)));
    expect(written.filter((one) => one !== null)).toHaveLength(1);
    expect(await readdir(place.folder)).toEqual(['checkpoint-00000001.json']);
  });

  test('events that are written meanwhile are in this checkpoint or in the next', async () => {
    const chain = await events(1);
    const [written] = await Promise.all([write(), events(20, chain), events(20)]);
    await write();
    expect(written.number).toBe(1);
    expect(await kinds()).toEqual([]);
  });

  test('a checkpoint is never overwritten', async () => {
    await events(1);
    const { file } = await write();
    const [before, sealed] = [await readFile(file, 'utf8'), await readCheckpoint(place.folder, 1)];
    if (sealed === null) throw new Error('The checkpoint does not read.');
    const other = { ...sealed, signature: Buffer.alloc(64).toString('base64') };
    await expect(keepCheckpoint(place.folder, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await readdir(place.folder)).toEqual([path.basename(file)]);
  });

  test('a file whose row was lost is not an alarm, and the next one makes it good', async () => {
    await events(1);
    await board.ownerPool.query('revoke insert on audit_checkpoints from jed_board_app');
    try {
      await expect(writeCheckpoint(admin, place)).rejects.toThrow();
    } finally {
      await board.ownerPool.query('grant insert on audit_checkpoints to jed_board_app');
    }
    expect(await kinds()).toEqual([]);
    await events(1);
    expect((await write()).number).toBe(2);
    const { rows } = await board.ownerPool.query('select number::int from audit_checkpoints order by number');
    expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
    expect(await kinds()).toEqual([]);
  });

  test('nobody but an admin writes or verifies', async () => {
    for (const role of ['consultant', 'support'] as const) {
      const { actor } = await addPerson(board.db, role);
      await expect(writeCheckpoint(actor, place)).rejects.toMatchObject({ code: 'forbidden' });
      const options = { folder: place.folder, publicKey: Buffer.alloc(44) };
      await expect(verifyCheckpoints(actor, options)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  test('a lost key is not replaced by a new one while there are checkpoints of it', async () => {
    await events(1);
    await write();
    await rm(path.join(keyFolder, 'key.pem'));
    await events(1);
    const refused = { code: 'configuration', message: expect.stringContaining('is missing') };
    await expect(writeCheckpoint(admin, place)).rejects.toMatchObject(refused);
    await rm(place.folder, { recursive: true });
    await expect(writeCheckpoint(admin, place)).rejects.toMatchObject(refused);
  });

  test.each([
    ['changed', `update audit_checkpoints set events = 0`],
    ['deleted', 'delete from audit_checkpoints'],
    ['emptied', 'truncate audit_checkpoints'],
  ])('the rows are not %s by the application, nor by the owner', async (_what, statement) => {
    await events(1);
    await write();
    await expect(board.applicationPool.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expect(board.ownerPool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

async function threeCheckpoints(): Promise<WrittenCheckpoint[]> {
  const written = [];
  for (let number = 1; number <= 3; number += 1) {
    await events(1);
    written.push(await write());
  }
  return written;
}

describe('audit-checkpoint: files that are not what was written', () => {
  async function edit(number: number, change: (text: string) => string): Promise<void> {
    const file = path.join(place.folder, `checkpoint-0000000${number}.json`);
    await writeFile(file, change(await readFile(file, 'utf8')));
  }
  const fileOf = (number: number) => path.join(place.folder, `checkpoint-0000000${number}.json`);

  test.each([
    ['a number in it', (text: string) => text.replace(/"events":\d+/, '"events":1')],
    ['its time', (text: string) => text.replace(/"at":"20/, '"at":"19')],
    ['its signature', (text: string) => text.replace(/"signature":"..../, '"signature":"AAAA')],
    ['a field more', (text: string) => text.replace('{', '{"note":"x",')],
    ['nothing but half of it', (text: string) => text.slice(0, 100)],
  ])('changed: %s', async (_what, change) => {
    await threeCheckpoints();
    await edit(2, change);
    const [finding] = await kinds();
    expect(finding).toEqual({ kind: 'damaged', checkpoint: 2, chain: null });
  });

  test('one missing in the middle, and the newest', async () => {
    await threeCheckpoints();
    await rm(fileOf(2));
    expect(await kinds()).toEqual([{ kind: 'missing', checkpoint: 2, chain: null }]);
    await rm(fileOf(3));
    const report = await verified();
    expect(report.findings).toMatchObject([{ kind: 'missing', checkpoint: 2 }]);
    expect(report.findings[0]?.says).toContain('Checkpoints 2 to 3 are missing');
  });

  test('one put in the place of another', async () => {
    await threeCheckpoints();
    await writeFile(fileOf(2), await readFile(fileOf(1)));
    expect((await kinds())[0]).toEqual({ kind: 'damaged', checkpoint: 2, chain: null });
  });

  test('a series signed by somebody else, for whoever has our public key', async () => {
    await threeCheckpoints();
    const forger = fileSigner(path.join(keyFolder, 'forger.pem'));
    await forger.create?.();
    expect((await kinds(await forger.publicKey())).map(({ kind }) => kind)).toEqual([
      'foreign-key',
      'foreign-key',
      'foreign-key',
    ]);
    expect((await verified(await forger.publicKey())).against).toBeNull();
  });

  test('a series of ours that is not the one the database knows', async () => {
    await events(1);
    await write();
    await tamper(`update audit_checkpoints set hash = decode(repeat('ab', 32), 'hex')`);
    expect(await kinds()).toEqual([{ kind: 'not-the-written-one', checkpoint: 1, chain: null }]);
  });

  test('checkpoints of another board', async () => {
    await threeCheckpoints();
    const { rows } = await board.ownerPool.query<{ was: string }>(
      `select encode(fingerprint, 'hex') as was from master_keys`,
    );
    await tamper(`update master_keys set fingerprint = decode(repeat('cd', 32), 'hex')`);
    try {
      expect((await kinds()).map(({ kind }) => kind)).toEqual(Array(3).fill('foreign-board'));
    } finally {
      await tamper(`update master_keys set fingerprint = decode('${rows[0]?.was}', 'hex')`);
    }
  });
});

describe('audit-checkpoint: an empty folder', () => {
  test('says that nothing outside the database was checked, and is no alarm', async () => {
    await place.signer.create?.();
    expect(await verified()).toMatchObject({ sound: 0, against: null, findings: [] });
  });

  test('is an alarm once the database knows that there were checkpoints', async () => {
    await events(1);
    await write();
    await rm(place.folder, { recursive: true });
    expect(await verified()).toMatchObject({ against: null, findings: [{ kind: 'missing', checkpoint: 1 }] });
  });
});
