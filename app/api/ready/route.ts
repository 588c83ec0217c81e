import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { NextResponse } from 'next/server';
import { database } from '@/lib/db/database';
import { appVault } from '@/lib/keys/app-vault';

/** A database that takes longer than this is not there: whoever asks wants an answer while it can still act on it. */
const PATIENCE_SECONDS = 3;

/** Whether this instance can serve: the database answers and the master key is loaded. No internals in the answer. */
export async function GET(): Promise<NextResponse> {
  const [databaseAnswers, masterKey] = await Promise.all([
    holds(() => database().execute(sql`select 1`)),
    holds(() => appVault()),
  ]);
  const ready = databaseAnswers && masterKey;
  return NextResponse.json(
    { status: ready ? 'ready' : 'not-ready', database: databaseAnswers, masterKey },
    { status: ready ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}

async function holds(work: () => Promise<unknown>): Promise<boolean> {
  const answered = new AbortController();
  const { signal } = answered;
  const tooLate = async () => {
    await pause(PATIENCE_SECONDS * 1000, undefined, { signal });
    throw new Error('no answer in time');
  };
  try {
    await Promise.race([work(), tooLate()]);
    return true;
  } catch {
    return false;
  } finally {
    answered.abort();
  }
}
