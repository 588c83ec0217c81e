import type { NextRequest } from 'next/server';
import { requireActor } from '@/lib/auth/session';
import { parseCursor } from '@/lib/runbook/run-change';
import { openRunStream } from '@/lib/runbook/run-stream';
import { eventStream } from '../../event-stream';
import { refusal } from '../refusal';

interface Context {
  params: Promise<{ id: string }>;
}

/**
 * What happens in a run, as it happens. A browser that comes back says in `Last-Event-ID` what it saw last, a page
 * that opens says in `after` what it was made from.
 */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  try {
    const from =
      parseCursor(request.headers.get('last-event-id')) ??
      parseCursor(request.nextUrl.searchParams.get('after'));
    const stream = await openRunStream(await requireActor(), (await params).id, from, request.signal);
    return eventStream(stream);
  } catch (error) {
    return refusal(error);
  }
}
