import { NextResponse } from 'next/server';
import { recordRefusal } from '@/lib/auth/record-refusal';
import { toAppError } from '@/lib/db/database-errors';
import type { ErrorCode } from '@/lib/errors';

const STATUS: Partial<Record<ErrorCode, number>> = {
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'retention-due': 410,
  'too-large': 413,
  'audit-unavailable': 503,
  unavailable: 503,
};

/** What a program is told when it does not get what it asked for. What nobody expected is thrown on. */
export async function refusal(error: unknown): Promise<NextResponse> {
  await recordRefusal(error);
  const problem = toAppError(error);
  if (problem === null) throw error;
  return plainRefusal(problem.code, problem.message, STATUS[problem.code] ?? 400);
}

/** The same for what is refused before anything is asked. */
export function plainRefusal(code: ErrorCode, message: string, status: number): NextResponse {
  return NextResponse.json(
    { error: { code, message } },
    { status, headers: { 'Cache-Control': 'no-store' } },
  );
}
