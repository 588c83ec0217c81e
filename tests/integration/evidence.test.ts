import sharp from 'sharp';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { offboardClient } from '@/lib/retention/commands';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import {
  auditedOf,
  browseAs,
  fetchImage,
  imagesOf,
  remove,
  rowsOf,
  STEP,
  send,
  takePhoto,
} from './evidence-fixture';
import { clientWithRun, person, type RunFixture } from './runbook-fixture';

vi.mock('next/headers', () => import('@/tests/support/played-headers'));

let board: TestDatabase;
let sam: Actor;
let support: Actor;
let run: RunFixture;
let photo: Buffer;
let count = 0;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
  photo = await takePhoto();
});

beforeEach(async () => {
  count += 1;
  run = await clientWithRun(sam, `evidence-${count}`, { componentIds: ['mac-identity', 'mac-accounts'] });
  await browseAs(sam);
});

describe('evidence: an image of a step', () => {
  test('is kept without what its file held beside the pixels, and is on record', async () => {
    const { status, answer } = await send(run.runbookId, { body: photo });
    expect(status).toBe(201);
    const [row] = await rowsOf(board, run);
    expect(row).toMatchObject({ id: answer.id, mime: 'image/jpeg', width: 60, height: 40, addendum: false });
    expect(row.content.toString('latin1')).not.toContain('CANARY');
    expect(await imagesOf(sam, run)).toMatchObject([
      { id: answer.id, by: 'Sam', addendum: false, removed: null },
    ]);
    expect(await auditedOf(board, run)).toEqual(['evidence.added']);
    const timeline = (await readRun(sam, run.runbookId)).timeline;
    expect(timeline[0]).toMatchObject({ by: 'Sam', words: 'added an image', stepId: STEP });
  });

  test('sent twice under the same act is one image', async () => {
    const act = uuidV7();
    const [one, other] = [
      await send(run.runbookId, { act, body: photo }),
      await send(run.runbookId, { act, body: photo }),
    ];
    expect(other).toEqual(one);
    expect(await rowsOf(board, run)).toHaveLength(1);
  });

  test('is given to whoever sees the run, support too, as what it is and to nobody’s cache', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    await browseAs(support);
    for (const [query, type] of [
      ['', 'image/jpeg'],
      ['?form=preview', 'image/webp'],
      ['?form=../../x', 'image/jpeg'],
    ]) {
      const response = await fetchImage(run.runbookId, answer.id, { query });
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
        'content-disposition': expect.stringMatching(/^inline; filename="[0-9a-f-]{36}\.\w+"$/),
      });
      expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).width).toBe(60);
    }
  });
});

describe('evidence: what is turned away, and leaves nothing', () => {
  afterEachNothing();

  test('whoever may not work on runs, or is not signed in', async () => {
    await browseAs(support);
    expect(await send(run.runbookId, { body: photo })).toMatchObject({ status: 403 });
    await browseAs();
    expect(await send(run.runbookId, { body: photo })).toMatchObject({ status: 401 });
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin to speak of', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('a page of %s', async (_, headers) => {
    expect(await send(run.runbookId, { headers, body: photo })).toMatchObject({
      status: 403,
      answer: { error: { code: 'forbidden' } },
    });
  });

  test('a step that is not in the run, and a run that is not there', async () => {
    expect(await send(run.runbookId, { step: 'slack.verify-bot', body: photo })).toMatchObject({
      status: 404,
    });
    expect(await send(uuidV7(), { body: photo })).toMatchObject({ status: 404 });
    expect(await send('x', { body: photo })).toMatchObject({ status: 400 });
    expect(await send(run.runbookId, { act: 'x', body: photo })).toMatchObject({ status: 400 });
  });

  test.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 400, /SVG/],
    ['a web page called a photo', '<!doctype html><script>1</script>', 400, /web page/],
    [
      'a HEIC photo of which only the start came',
      '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
      400,
      /damaged or cut off/,
    ],
    ['a damaged photo', '\xff\xd8\xff\xe0 nothing more', 400, /damaged or cut off/],
    ['nothing', '', 400, /empty/],
  ])('%s', async (_, text, status, words) => {
    const sent = await send(run.runbookId, {
      body: Buffer.from(text, 'latin1'),
      headers: { 'content-type': 'image/jpeg' },
    });
    expect(sent).toMatchObject({ status, answer: { error: { message: expect.stringMatching(words) } } });
  });

  test('50 MB, announced or not, of which 11 are read at most', async () => {
    let bytes = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const piece = bytes === 0 ? photo : new Uint8Array(1_048_576);
            bytes += piece.length;
            controller.enqueue(new Uint8Array(piece));
            if (bytes > 52_428_800) controller.close();
          },
        },
        { highWaterMark: 0 },
      );
    expect(
      await send(run.runbookId, { body: endless(), headers: { 'content-length': '52428800' } }),
    ).toMatchObject({
      status: 413,
    });
    expect(bytes).toBe(0);
    expect(await send(run.runbookId, { body: endless() })).toMatchObject({ status: 413 });
    expect(bytes).toBeLessThan(12_000_000);
  });

  test('anything for a client that left, and for a runbook that another one replaced', async () => {
    await board.ownerPool.query('update runbooks set superseded_at = now() where id = $1', [run.runbookId]);
    expect(await send(run.runbookId, { body: photo })).toMatchObject({ status: 409 });
    await board.ownerPool.query('update runbooks set superseded_at = null where id = $1', [run.runbookId]);
    await offboardClient(sam, run.clientId);
    expect(await send(run.runbookId, { body: photo })).toMatchObject({ status: 409 });
  });
});

function afterEachNothing(): void {
  beforeEach(() => async () => {
    expect(await rowsOf(board, run)).toEqual([]);
    expect(await auditedOf(board, run)).toEqual([]);
  });
}

describe('evidence: another client’s image', () => {
  test('is not found by way of one’s own run, neither to see nor to remove', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    const other = await clientWithRun(sam, `evidence-other-${count}`);
    expect((await fetchImage(other.runbookId, answer.id)).status).toBe(404);
    await expect(remove(sam, other, answer.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(200);
    for (const id of ['x', uuidV7(), '../../1'])
      expect((await fetchImage(run.runbookId, id)).status).toBe(404);
  });

  test('is not shown inside another site, nor to whoever is not signed in', async () => {
    const { answer } = await send(run.runbookId, { body: photo });
    expect(
      (await fetchImage(run.runbookId, answer.id, { headers: { 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403);
    await browseAs();
    expect((await fetchImage(run.runbookId, answer.id)).status).toBe(401);
  });
});
