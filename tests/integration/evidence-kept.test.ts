import { v7 as uuidV7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { offboardClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';
import { readCertificate } from '@/lib/retention/queries';
import { addAddendum } from '@/lib/runbook/addendum';
import { finishStep } from '@/lib/runbook/finish-step';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { exportReport } from '@/lib/runbook/report-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import {
  auditedOf,
  browseAs,
  fetchImage,
  imagesOf,
  ORIGIN,
  remove,
  rowsOf,
  STEP,
  send,
  takePhoto,
} from './evidence-fixture';
import { actOn, clientWithRun, person, type RunFixture } from './runbook-fixture';

vi.mock('next/headers', () => import('@/tests/support/played-headers'));

let board: TestDatabase;
let admin: Actor;
let sam: Actor;
let support: Actor;
let run: RunFixture;
let photo: Buffer;
let count = 0;

beforeAll(async () => {
  board = await testDatabase();
  admin = await person('Ada', 'admin');
  sam = await person('Sam');
  support = await person('Sid', 'support');
  photo = await takePhoto();
});

beforeEach(async () => {
  count += 1;
  run = await clientWithRun(sam, `evidence-kept-${count}`, {
    componentIds: ['mac-identity', 'mac-accounts'],
  });
  await browseAs(sam);
});

const close = () =>
  board.ownerPool.query('update runbooks set closed_at = now() where id = $1', [run.runbookId]);

describe('evidence: removing an image', () => {
  test('drops its bytes for good, and who, when and why stay', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    await remove(sam, run, answer.id);
    const [row] = await rowsOf(board, run);
    expect(row).toMatchObject({
      content: null,
      preview: null,
      removed_by: sam.id,
      removed_reason: 'A key was on it.',
    });
    expect(await imagesOf(sam, run)).toMatchObject([{ removed: { by: 'Sam', reason: 'A key was on it.' } }]);
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(404);
    expect((await fetchImage(run.runbookId, answer.id, { query: '?form=preview' })).status).toBe(404);
    expect(await auditedOf(board, run)).toEqual(['evidence.added', 'evidence.removed']);
    await expect(remove(sam, run, answer.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('needs a reason that holds no secret, and somebody who works on runs', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    await expect(remove(sam, run, answer.id, '  ')).rejects.toMatchObject({ code: 'invalid' });
    const secret = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
    await expect(remove(sam, run, answer.id, `It showed ${secret}`)).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(remove(support, run, answer.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rowsOf(board, run))[0].content).not.toBeNull();
  });

  test('is possible from a closed run and after the client left: a secret on it must go', async () => {
    const [one, other] = [
      (await send(run.runbookId, { body: photo })).answer.id,
      (await send(run.runbookId, { body: photo })).answer.id,
    ];
    await close();
    await remove(sam, run, one);
    await offboardClient(sam, run.clientId);
    await remove(sam, run, other);
    expect((await rowsOf(board, run)).map(({ content }) => content)).toEqual([null, null]);
  });
});

describe('evidence: the database itself', () => {
  test.each([
    ['delete from step_evidence where id = $1'],
    ['update step_evidence set content = content where id = $1'],
    [`update step_evidence set step_id = 'mac-identity.read-model' where id = $1`],
    [
      `update step_evidence set content = null, preview = null, removed_at = now(), removed_by = added_by, removed_reason = 'x', sha256 = sha256(''::bytea) where id = $1`,
    ],
    ['update step_evidence set content = null, preview = null where id = $1'],
  ])('refuses %s, to the application and to the owner', async (statement) => {
    const { answer } = await send(run.runbookId, { body: photo });
    await expect(board.applicationPool.query(statement, [answer.id])).rejects.toThrow();
    await expect(board.ownerPool.query(statement, [answer.id])).rejects.toThrow();
  });

  test('gives a removed image no bytes again, and a run none of another client', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    await remove(sam, run, answer.id);
    await expect(
      board.ownerPool.query(
        `update step_evidence set content = $2, preview = $2, removed_at = null, removed_by = null, removed_reason = null where id = $1`,
        [answer.id, photo],
      ),
    ).rejects.toThrow(/otherwise never changed/);
    const other = await clientWithRun(sam, `evidence-foreign-${count}`);
    await expect(
      board.ownerPool.query(
        `insert into step_evidence (id, client_id, runbook_id, step_id, addendum, added_by, mime, bytes, width, height, sha256, content, preview)
         values ($1, $2, $3, $4, false, $5, 'image/png', 1, 1, 1, sha256(''), '\\x00', '\\x00')`,
        [uuidV7(), other.clientId, run.runbookId, STEP, sam.id],
      ),
    ).rejects.toThrow(/belongs to the client of its run/);
  });
});

describe('evidence: when the client is purged', () => {
  test('its bytes are gone, each with an event, the certificate counts them, and before it nobody sees them', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    const removed = (await send(run.runbookId, { body: photo })).answer.id;
    await remove(sam, run, removed);
    const { rows: found } = await board.ownerPool.query('select slug from clients where id = $1', [
      run.clientId,
    ]);
    const { slug } = found[0];
    await offboardClient(sam, run.clientId);
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(200);
    await board.ownerPool.query(
      `update clients set offboarded_at = offboarded_at - interval '40 days', purge_after = purge_after - interval '40 days' where id = $1`,
      [run.clientId],
    );
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(410);
    await purgeClientEarly(admin, run.clientId, { slug });
    expect((await rowsOf(board, run)).map(({ content, preview }) => [content, preview])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(404);
    expect((await auditedOf(board, run)).filter((action) => action === 'evidence.destroyed')).toHaveLength(1);
    const certificate = await readCertificate(admin, slug);
    expect(certificate).toMatchObject({
      verdict: 'valid',
      statement: { version: 3, images: { count: 1, bytes: (await rowsOf(board, run))[0].bytes } },
    });
  });
});

describe('addendum: after a run is closed', () => {
  test('a note and an image are taken as addenda, each with its own event, and nothing else changes', async () => {
    await noteStep(sam, { ...(await actOn(sam, run.runbookId, STEP)), note: 'While it was open.' });
    await close();
    const before = await readRun(sam, run.runbookId);
    const act = await actOn(sam, run.runbookId, STEP);
    await addAddendum(sam, { ...act, note: 'The client called: it works.' });
    await addAddendum(sam, { ...act, note: 'The client called: it works.' });
    expect(await send(run.runbookId, { body: photo })).toMatchObject({ status: 201 });
    const after = await readRun(sam, run.runbookId);
    const step = after.steps.find(({ stepId }) => stepId === STEP);
    expect(step?.notes.map(({ text, addendum }) => [text, addendum])).toEqual([
      ['While it was open.', false],
      ['The client called: it works.', true],
    ]);
    expect(step?.images).toMatchObject([{ addendum: true }]);
    const without = ({ steps, timeline: _, last: _last, ...rest }: typeof before) => ({
      ...rest,
      steps: steps.map(({ notes: _notes, images: _images, ...other }) => other),
    });
    expect(without(after)).toEqual(without(before));
    expect(await auditedOf(board, run)).toEqual(['runbook.addendum-added', 'evidence.added']);
    expect(after.timeline.slice(0, 2).map(({ words }) => words)).toEqual([
      'added an image after closing',
      'added after closing: The client called: it works.',
    ]);
  });

  test('is refused while the run is open, from support, with a secret, and for a client that left', async () => {
    const act = await actOn(sam, run.runbookId, STEP);
    await expect(addAddendum(sam, { ...act, note: 'Too early.' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await close();
    await expect(addAddendum(support, { ...act, note: 'Hello.' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const secret = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
    await expect(addAddendum(sam, { ...act, note: secret })).rejects.toMatchObject({ code: 'invalid' });
    await offboardClient(sam, run.clientId);
    await expect(addAddendum(sam, { ...act, note: 'Too late.' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await auditedOf(board, run)).toEqual([]);
  });

  test('leaves every other act refused', async () => {
    await close();
    const act = await actOn(sam, run.runbookId, STEP);
    await expect(noteStep(sam, { ...act, note: 'A plain note.' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(finishStep(sam, act)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is in the report that is exported, and the images by what they are, without their bytes', async () => {
    await send(run.runbookId, { body: photo });
    await close();
    await addAddendum(sam, { ...(await actOn(sam, run.runbookId, STEP)), note: 'Seen working.' });
    const file = await exportReport(sam, run.runbookId, `${ORIGIN}/schema`);
    const step = file.steps.find(({ id }) => id === STEP);
    expect(step?.notes).toMatchObject([{ text: 'Seen working.', afterClosing: true }]);
    expect(step?.images).toMatchObject([
      {
        by: 'Sam',
        mime: 'image/jpeg',
        afterClosing: false,
        removed: null,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });
});
