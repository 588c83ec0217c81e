import { NextResponse } from 'next/server';
import { z } from 'zod';
import { boardOrigin } from '@/lib/auth/board-origin';
import { REPORT_SCHEMA_PATH, reportSchema } from '@/lib/runbook/report-schema';

/** The JSON Schema of a run's report. It describes and holds nothing, so anybody may read it. */
export function GET(request: Request): NextResponse {
  const $id = new URL(REPORT_SCHEMA_PATH, boardOrigin(request.headers, request.url)).href;
  return NextResponse.json(
    { $id, ...z.toJSONSchema(reportSchema) },
    { headers: { 'Content-Type': 'application/schema+json; charset=utf-8' } },
  );
}
