import { NextRequest } from 'next/server';
import sharp from 'sharp';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET } from '@/app/api/runbooks/[id]/evidence/[evidence]/route';
import { POST } from '@/app/api/runbooks/[id]/evidence/route';
import type { Actor } from '@/lib/auth/actor';
import { makeTicket } from '@/lib/auth/session-ticket';
import { offboardClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';
import { readCertificate } from '@/lib/retention/queries';
import { addAddendum } from '@/lib/runbook/addendum';
import { removeEvidence } from '@/lib/runbook/evidence-commands';
import { finishStep } from '@/lib/runbook/finish-step';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { exportReport } from '@/lib/runbook/report-queries';
import { postToCallback } from '@/tests/support/browser-cookie';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person, type RunFixture } from './runbook-fixture';

const ORIGIN = 'http://localhost:3000';
const STEP = 'mac-identity.private-history';

const browser = vi.hoisted(() => ({ cookie: '' }));
// Outside of a server nobody holds the present request; what it says is the browser's.
vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({ host: 'localhost:3000', 'x-forwarded-proto': 'http', cookie: browser.cookie }),
  cookies: async () => ({ get: () => undefined }),
}));

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
  photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'CANARY-CAMERA' } })
    .toBuffer();
});

beforeEach(async () => {
  count += 1;
  run = await clientWithRun(sam, `evidence-${count}`, { componentIds: ['mac-identity', 'mac-accounts'] });
  await browseAs(sam);
});

async function browseAs({ id, sessionId }: Actor): Promise<void> {
  browser.cookie = '';
  browser.cookie = (
    await postToCallback({ ticket: makeTicket({ userId: id, sessionId: sessionId ?? '' }) })
  ).join('; ');
}

interface Sent {
  runbookId?: string;
  step?: string;
  act?: string;
  body?: Buffer | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

async function send({
  runbookId = run.runbookId,
  step = STEP,
  act = uuidV7(),
  body = photo,
  headers,
}: Sent = {}) {
  const address = `${ORIGIN}/api/runbooks/${runbookId}/evidence?step=${step}&act=${act}`;
  const request = new NextRequest(address, {
    method: 'POST',
    body: body instanceof Buffer ? new Uint8Array(body) : body,
    duplex: 'half',
    headers: { host: 'localhost:3000', 'x-forwarded-proto': 'http', origin: ORIGIN, ...headers },
  } as ConstructorParameters<typeof NextRequest>[1]);
  const response = await POST(request, { params: Promise.resolve({ id: runbookId }) });
  return { status: response.status, answer: await response.json() };
}

async function fetchImage(id: string, { runbookId = run.runbookId, query = '', headers = {} } = {}) {
  const address = `${ORIGIN}/api/runbooks/${runbookId}/evidence/${id}${query}`;
  return GET(new NextRequest(address, { headers }), {
    params: Promise.resolve({ id: runbookId, evidence: id }),
  });
}

const imagesOf = async (actor = sam) =>
  (await readRun(actor, run.runbookId)).steps.find(({ stepId }) => stepId === STEP)?.images ?? [];

async function rows() {
  const found = await board.ownerPool.query('select * from step_evidence where client_id = $1 order by id', [
    run.clientId,
  ]);
  return found.rows;
}

async function audited(): Promise<string[]> {
  const found = await board.ownerPool.query(
    `select action from audit_events where client_id = $1 and (action like 'evidence.%' or action like '%addendum%') order by seq`,
    [run.clientId],
  );
  return found.rows.map(({ action }) => action);
}

const remove = async (actor: Actor, evidenceId: string, reason = 'A key was on it.') =>
  removeEvidence(actor, { runbookId: run.runbookId, actId: uuidV7(), evidenceId, reason });

const close = () =>
  board.ownerPool.query('update runbooks set closed_at = now() where id = $1', [run.runbookId]);

describe('evidence: an image of a step', () => {
  test('is kept without what its file held beside the pixels, and is on record', async () => {
    const { status, answer } = await send();
    expect(status).toBe(201);
    const [row] = await rows();
    expect(row).toMatchObject({ id: answer.id, mime: 'image/jpeg', width: 60, height: 40, addendum: false });
    expect(row.content.toString('latin1')).not.toContain('CANARY');
    expect(await imagesOf()).toMatchObject([{ id: answer.id, by: 'Sam', addendum: false, removed: null }]);
    expect(await audited()).toEqual(['evidence.added']);
    const timeline = (await readRun(sam, run.runbookId)).timeline;
    expect(timeline[0]).toMatchObject({ by: 'Sam', words: 'added an image', stepId: STEP });
  });

  test('sent twice under the same act is one image', async () => {
    const act = uuidV7();
    const [one, other] = [await send({ act }), await send({ act })];
    expect(other).toEqual(one);
    expect(await rows()).toHaveLength(1);
  });

  test('is given to whoever sees the run, support too, as what it is and to nobody’s cache', async () => {
    const { answer } = await send();
    await browseAs(support);
    for (const [query, type] of [
      ['', 'image/jpeg'],
      ['?form=preview', 'image/webp'],
      ['?form=../../x', 'image/jpeg'],
    ]) {
      const response = await fetchImage(answer.id, { query });
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
    expect(await send()).toMatchObject({ status: 403 });
    browser.cookie = '';
    expect(await send()).toMatchObject({ status: 401 });
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin to speak of', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
  ])('a page of %s', async (_, headers) => {
    expect(await send({ headers })).toMatchObject({ status: 403, answer: { error: { code: 'forbidden' } } });
  });

  test('a step that is not in the run, and a run that is not there', async () => {
    expect(await send({ step: 'slack.verify-bot' })).toMatchObject({ status: 404 });
    expect(await send({ runbookId: uuidV7() })).toMatchObject({ status: 404 });
    expect(await send({ runbookId: 'x' })).toMatchObject({ status: 400 });
    expect(await send({ act: 'x' })).toMatchObject({ status: 400 });
  });

  test.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 400, /SVG/],
    ['a web page called a photo', '<!doctype html><script>1</script>', 400, /web page/],
    ['a HEIC photo', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 400, /HEIC.*JPEG/],
    ['a damaged photo', '\xff\xd8\xff\xe0 nothing more', 400, /damaged or cut off/],
    ['nothing', '', 400, /empty/],
  ])('%s', async (_, text, status, words) => {
    const sent = await send({ body: Buffer.from(text, 'latin1'), headers: { 'content-type': 'image/jpeg' } });
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
    expect(await send({ body: endless(), headers: { 'content-length': '52428800' } })).toMatchObject({
      status: 413,
    });
    expect(bytes).toBe(0);
    expect(await send({ body: endless() })).toMatchObject({ status: 413 });
    expect(bytes).toBeLessThan(12_000_000);
  });

  test('anything for a client that left, and for a runbook that another one replaced', async () => {
    await board.ownerPool.query('update runbooks set superseded_at = now() where id = $1', [run.runbookId]);
    expect(await send()).toMatchObject({ status: 409 });
    await board.ownerPool.query('update runbooks set superseded_at = null where id = $1', [run.runbookId]);
    await offboardClient(sam, run.clientId);
    expect(await send()).toMatchObject({ status: 409 });
  });
});

function afterEachNothing(): void {
  beforeEach(() => async () => {
    expect(await rows()).toEqual([]);
    expect(await audited()).toEqual([]);
  });
}

describe('evidence: another client’s image', () => {
  test('is not found by way of one’s own run, neither to see nor to remove', async () => {
    const { answer } = await send();
    const other = await clientWithRun(sam, `evidence-other-${count}`);
    expect((await fetchImage(answer.id, { runbookId: other.runbookId })).status).toBe(404);
    const act = { runbookId: other.runbookId, actId: uuidV7(), evidenceId: answer.id, reason: 'Mine now.' };
    await expect(removeEvidence(sam, act)).rejects.toMatchObject({ code: 'not-found' });
    expect((await fetchImage(answer.id)).status).toBe(200);
    for (const id of ['x', uuidV7(), '../../1']) expect((await fetchImage(id)).status).toBe(404);
  });

  test('is not shown inside another site, nor to whoever is not signed in', async () => {
    const { answer } = await send();
    expect((await fetchImage(answer.id, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    browser.cookie = '';
    expect((await fetchImage(answer.id)).status).toBe(401);
  });
});

describe('evidence: removing an image', () => {
  test('drops its bytes for good, and who, when and why stay', async () => {
    const { answer } = await send();
    await remove(sam, answer.id);
    const [row] = await rows();
    expect(row).toMatchObject({
      content: null,
      preview: null,
      removed_by: sam.id,
      removed_reason: 'A key was on it.',
    });
    expect(await imagesOf()).toMatchObject([{ removed: { by: 'Sam', reason: 'A key was on it.' } }]);
    expect((await fetchImage(answer.id)).status).toBe(404);
    expect((await fetchImage(answer.id, { query: '?form=preview' })).status).toBe(404);
    expect(await audited()).toEqual(['evidence.added', 'evidence.removed']);
    await expect(remove(sam, answer.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('needs a reason that holds no secret, and somebody who works on runs', async () => {
    const { answer } = await send();
    await expect(remove(sam, answer.id, '  ')).rejects.toMatchObject({ code: 'invalid' });
    const secret = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
    await expect(remove(sam, answer.id, `It showed ${secret}`)).rejects.toMatchObject({ code: 'invalid' });
    await expect(remove(support, answer.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await rows())[0].content).not.toBeNull();
  });

  test('is possible from a closed run and after the client left: a secret on it must go', async () => {
    const [one, other] = [(await send()).answer.id, (await send()).answer.id];
    await close();
    await remove(sam, one);
    await offboardClient(sam, run.clientId);
    await remove(sam, other);
    expect((await rows()).map(({ content }) => content)).toEqual([null, null]);
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
    const { answer } = await send();
    await expect(board.applicationPool.query(statement, [answer.id])).rejects.toThrow();
    await expect(board.ownerPool.query(statement, [answer.id])).rejects.toThrow();
  });

  test('gives a removed image no bytes again, and a run none of another client', async () => {
    const { answer } = await send();
    await remove(sam, answer.id);
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
    const { answer } = await send();
    const removed = (await send()).answer.id;
    await remove(sam, removed);
    const { rows: found } = await board.ownerPool.query('select slug from clients where id = $1', [
      run.clientId,
    ]);
    const { slug } = found[0];
    await offboardClient(sam, run.clientId);
    expect((await fetchImage(answer.id)).status).toBe(200);
    await board.ownerPool.query(
      `update clients set offboarded_at = offboarded_at - interval '40 days', purge_after = purge_after - interval '40 days' where id = $1`,
      [run.clientId],
    );
    expect((await fetchImage(answer.id)).status).toBe(410);
    await purgeClientEarly(admin, run.clientId, { slug });
    expect((await rows()).map(({ content, preview }) => [content, preview])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect((await fetchImage(answer.id)).status).toBe(404);
    expect((await audited()).filter((action) => action === 'evidence.destroyed')).toHaveLength(1);
    const certificate = await readCertificate(admin, slug);
    expect(certificate).toMatchObject({
      verdict: 'valid',
      statement: { version: 3, images: { count: 1, bytes: (await rows())[0].bytes } },
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
    expect(await send()).toMatchObject({ status: 201 });
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
    expect(await audited()).toEqual(['runbook.addendum-added', 'evidence.added']);
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
    expect(await audited()).toEqual([]);
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
    await send();
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
