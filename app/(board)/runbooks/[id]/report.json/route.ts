import { type NextRequest, NextResponse } from 'next/server';
import { boardOrigin } from '@/lib/auth/board-origin';
import { recordRefusal } from '@/lib/auth/record-refusal';
import { requireActor } from '@/lib/auth/session';
import { toAppError } from '@/lib/db/database-errors';
import type { ErrorCode } from '@/lib/errors';
import { isFromAnotherSite } from '@/lib/http/other-site';
import { exportReport } from '@/lib/runbook/report-queries';
import { REPORT_SCHEMA_PATH } from '@/lib/runbook/report-schema';

interface Context {
  params: Promise<{ id: string }>;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  unavailable: 503,
  'audit-unavailable': 503,
};

/** The report of a run as JSON. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  // An export is an event in somebody's name, and no other site gets to cause one.
  if (isFromAnotherSite(request)) return refusal('Open the report first.', 403);
  try {
    const { id } = await params;
    const schema = new URL(REPORT_SCHEMA_PATH, boardOrigin(request.headers, request.url)).href;
    const file = await exportReport(await requireActor(), id, schema);
    const name = `${file.client.slug}-${file.machine.name}-v${file.runbook.number}.json`;
    return new Response(`${JSON.stringify(file, null, 2)}\n`, {
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      },
    });
  } catch (error) {
    await recordRefusal(error);
    const problem = toAppError(error);
    if (problem === null) throw error;
    return refusal(problem.message, STATUS[problem.code] ?? 400);
  }
}

function refusal(message: string, status: number): NextResponse {
  return new NextResponse(`${message}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
