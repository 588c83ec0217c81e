import { sql } from 'drizzle-orm';
import { NextResponse } from 'next/server';
import { database } from '@/lib/db/database';
import { appVault } from '@/lib/keys/app-vault';

/** Whether this instance can serve: the database answers and the master key is loaded. No internals in the answer. */
export async function GET(): Promise<NextResponse> {
  const checks = {
    database: await holds(() => database().execute(sql`select 1`)),
    masterKey: await holds(() => appVault()),
  };
  const ready = checks.database && checks.masterKey;
  return NextResponse.json(
    { status: ready ? 'ready' : 'not-ready', ...checks },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}

async function holds(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
