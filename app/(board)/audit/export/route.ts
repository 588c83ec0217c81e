import { type NextRequest, NextResponse } from 'next/server';
import { z } from 'zod';
import { exportAudit } from '@/lib/audit/export';
import { EXPORT_FORMATS } from '@/lib/audit/export-format';
import { auditFilterSchema } from '@/lib/audit/filter';
import { recordRefusal } from '@/lib/auth/record-refusal';
import { requireActor } from '@/lib/auth/session';
import { toAppError } from '@/lib/db/database-errors';
import type { ErrorCode } from '@/lib/errors';
import { isFromAnotherSite } from '@/lib/http/other-site';
import { givenParams, viewerTimeZone } from '../asked';

const formatSchema = z.enum(EXPORT_FORMATS).catch('jsonl');
const TYPES = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8; header=present' };
const STATUS: Partial<Record<ErrorCode, number>> = {
  'signed-out': 401,
  forbidden: 403,
  unavailable: 503,
  'audit-unavailable': 503,
};

/** The log as a file, of the filter in the address. It is streamed: nothing holds more than a page of it. */
export async function GET(request: NextRequest): Promise<Response> {
  // An export is an event in somebody's name, and no other site gets to cause one.
  if (isFromAnotherSite(request)) return refusal('Open the audit page first.', 403);
  const asked = givenParams(Object.fromEntries(request.nextUrl.searchParams));
  const format = formatSchema.parse(asked.format);
  try {
    const pieces = await exportAudit(await requireActor(), {
      filter: auditFilterSchema.parse(asked),
      timeZone: await viewerTimeZone(),
      format,
    });
    const day = new Date().toISOString().slice(0, 10);
    return new Response(streamed(pieces), {
      headers: {
        'Content-Type': TYPES[format],
        'Content-Disposition': `attachment; filename="audit-${day}.${format}"`,
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

/** Piece by piece as the reader takes them; a reader who leaves ends the reading from the database too. */
function streamed(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(encoder.encode(piece.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

function refusal(message: string, status: number): NextResponse {
  return new NextResponse(`${message}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
