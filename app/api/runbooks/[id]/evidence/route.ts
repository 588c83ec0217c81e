import { type NextRequest, NextResponse } from 'next/server';
import { boardOrigin } from '@/lib/auth/board-origin';
import { requireActor } from '@/lib/auth/session';
import { isPostedFromElsewhere } from '@/lib/http/other-site';
import { addEvidence, expectEvidence } from '@/lib/runbook/evidence-commands';
import { drawAnew } from '@/lib/runbook/evidence-image';
import { readUpload, refuseAnnounced } from '@/lib/runbook/evidence-upload';
import { plainRefusal, refusal } from '../refusal';

interface Context {
  params: Promise<{ id: string }>;
}

/**
 * Takes an image for a step: the bytes are the body, `step` and `act` are in the address. The proxy leaves this address
 * out, as it would hold the whole body before anybody has judged it.
 */
export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  if (isPostedFromElsewhere(request, boardOrigin(request.headers, request.url))) {
    return plainRefusal('forbidden', 'Add the image on the run’s page.', 403);
  }
  try {
    const actor = await requireActor();
    const { searchParams } = request.nextUrl;
    const act = {
      runbookId: (await params).id,
      stepId: searchParams.get('step'),
      actId: searchParams.get('act'),
    };
    await expectEvidence(actor, act);
    refuseAnnounced(request.headers.get('content-length'));
    const id = await addEvidence(actor, act, await drawAnew(await readUpload(request.body)));
    return NextResponse.json({ id }, { status: 201, headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return refusal(error);
  }
}
