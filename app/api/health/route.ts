import { NextResponse } from 'next/server';

/** The process is up. Says nothing of the database: restarting this process would not mend that. */
export function GET(): NextResponse {
  return NextResponse.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
}
