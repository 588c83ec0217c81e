import { NextRequest } from 'next/server';
import sharp from 'sharp';
import { v7 as uuidV7 } from 'uuid';
import { GET } from '@/app/api/runbooks/[id]/evidence/[evidence]/route';
import { POST } from '@/app/api/runbooks/[id]/evidence/route';
import type { Actor } from '@/lib/auth/actor';
import { makeTicket } from '@/lib/auth/session-ticket';
import { removeEvidence } from '@/lib/runbook/evidence-commands';
import { readRun } from '@/lib/runbook/queries';
import { postToCallback } from '@/tests/support/browser-cookie';
import { browser } from '@/tests/support/played-headers';
import type { TestDatabase } from '@/tests/support/postgres';
import type { RunFixture } from './runbook-fixture';

export const ORIGIN = 'http://localhost:3000';
export const STEP = 'mac-identity.private-history';

/** A photo with a name in it that must not be kept. */
export const takePhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'CANARY-CAMERA' } })
    .toBuffer();

/** From here on the browser is signed in as that person; without one, as nobody. */
export async function browseAs(actor?: Actor): Promise<void> {
  browser.jar.clear();
  if (actor === undefined) return;
  const ticket = makeTicket({ userId: actor.id, sessionId: actor.sessionId ?? '' });
  for (const cookie of await postToCallback({ ticket })) {
    const [name = '', ...value] = cookie.split('=');
    browser.jar.set(name, { name, value: value.join('='), options: {} });
  }
}

interface Sent {
  step?: string;
  act?: string;
  body: Buffer | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
}

/** Sends an image as the run's page does, or otherwise. */
export async function send(runbookId: string, { step = STEP, act = uuidV7(), body, headers }: Sent) {
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

/** Asks for an image as a page does that shows it. */
export async function fetchImage(runbookId: string, id: string, { query = '', headers = {} } = {}) {
  const address = `${ORIGIN}/api/runbooks/${runbookId}/evidence/${id}${query}`;
  return GET(new NextRequest(address, { headers }), {
    params: Promise.resolve({ id: runbookId, evidence: id }),
  });
}

export const imagesOf = async (actor: Actor, { runbookId }: RunFixture) =>
  (await readRun(actor, runbookId)).steps.find(({ stepId }) => stepId === STEP)?.images ?? [];

export async function rowsOf(board: TestDatabase, { clientId }: RunFixture) {
  const found = await board.ownerPool.query('select * from step_evidence where client_id = $1 order by id', [
    clientId,
  ]);
  return found.rows;
}

/** What the audit log says about the client's images and addenda, in order. */
export async function auditedOf(board: TestDatabase, { clientId }: RunFixture): Promise<string[]> {
  const found = await board.ownerPool.query(
    `select action from audit_events where client_id = $1 and (action like 'evidence.%' or action like '%addendum%') order by seq`,
    [clientId],
  );
  return found.rows.map(({ action }) => action);
}

export const remove = (
  actor: Actor,
  { runbookId }: Pick<RunFixture, 'runbookId'>,
  evidenceId: string,
  reason = 'A key was on it.',
) => removeEvidence(actor, { runbookId, actId: uuidV7(), evidenceId, reason });
