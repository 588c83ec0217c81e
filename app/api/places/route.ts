import { type NextRequest, NextResponse } from 'next/server';
import { recordRefusal } from '@/lib/auth/record-refusal';
import { requireActor } from '@/lib/auth/session';
import { findPlaces } from '@/lib/clients/find-places';
import { toAppError } from '@/lib/db/database-errors';
import type { ErrorCode } from '@/lib/errors';

const STATUS: Partial<Record<ErrorCode, number>> = { 'signed-out': 401, forbidden: 403 };

/** What `?q=` may mean, for the search from anywhere. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const headers = { 'Cache-Control': 'no-store' };
  try {
    const places = await findPlaces(await requireActor(), request.nextUrl.searchParams.get('q') ?? '');
    return NextResponse.json({ places }, { headers });
  } catch (error) {
    await recordRefusal(error);
    const expected = toAppError(error);
    if (expected === null) throw error;
    return NextResponse.json(
      { message: expected.message },
      { status: STATUS[expected.code] ?? 503, headers },
    );
  }
}
