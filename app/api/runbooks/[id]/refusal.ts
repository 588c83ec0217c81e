import { NextResponse } from 'next/server';
import { toAppError } from '@/lib/db/database-errors';
import type { ErrorCode } from '@/lib/errors';

const STATUS: Partial<Record<ErrorCode, number>> = {
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  unavailable: 503,
};

/** What a program is told when it does not get what it asked for. What nobody expected is thrown on. */
export function refusal(error: unknown): NextResponse {
  const problem = toAppError(error);
  if (problem === null) throw error;
  return NextResponse.json(
    { error: { code: problem.code, message: problem.message } },
    { status: STATUS[problem.code] ?? 400, headers: { 'Cache-Control': 'no-store' } },
  );
}
