import type { NextRequest } from 'next/server';
import { requireActor } from '@/lib/auth/session';
import { openListStream } from '@/lib/runbook/list-stream';
import { refusal } from '../[id]/refusal';
import { eventStream } from '../event-stream';

/** Says when the lists of runs are not what they were any more. A page says in `from` what it was made from. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const mark = request.nextUrl.searchParams.get('from') ?? '';
    return eventStream(openListStream(await requireActor(), mark, request.signal));
  } catch (error) {
    return refusal(error);
  }
}
