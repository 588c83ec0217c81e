import { type NextRequest, NextResponse } from 'next/server';
import { requireActor } from '@/lib/auth/session';
import { parseCursor } from '@/lib/runbook/run-change';
import { changesSince } from '@/lib/runbook/run-stream';
import { refusal } from '../refusal';

interface Context {
  params: Promise<{ id: string }>;
}

/** What happened in a run since `after`, for pages whose stream does not get through. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  try {
    const { searchParams } = request.nextUrl;
    const from = parseCursor(searchParams.get('after'));
    const answer = await changesSince(
      await requireActor(),
      (await params).id,
      from,
      searchParams.get('page'),
    );
    return NextResponse.json(answer, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return refusal(error);
  }
}
