import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { verifyAudit } from '@/lib/audit/verify';
import { systemActor } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { seedManyEvents } from '@/tests/support/many-events';
import { ratio } from './measure';

const CHAINS = 200;
const EVENTS_EACH = 1_000;
const TURNS = 3;
const SAMPLE_MILLIS = 50;

/**
 * What it costs to verify a log of 200,000 events in 200 chains: beside the same number of MACs over as many bytes
 * that lie ready in memory, and beside the same rows read and thrown away. With the memory that it took on top.
 */
export async function measureAuditVerify(): Promise<object> {
  const lengths = await seedManyEvents(CHAINS, EVENTS_EACH);
  const taken = { verify: [] as number[], read: [] as number[], rawHmac: [] as number[] };
  let grownMegabytes = 0;
  let events = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    taken.rawHmac.push(await seconds(async () => rawHmac(lengths)));
    taken.read.push(await seconds(readAll));
    const memory = watchMemory();
    taken.verify.push(
      await seconds(async () => {
        const report = await verifyAudit(systemActor('cli'));
        if (report.findings.length > 0) throw new Error('The log that was just written does not verify.');
        events = report.events;
      }),
    );
    grownMegabytes = Math.max(grownMegabytes, memory.stop());
  }
  const [verify, read, hmac] = [median(taken.verify), median(taken.read), median(taken.rawHmac)];
  return {
    events,
    chains: CHAINS,
    eventsPerSecond: Math.round(events / verify),
    readPerSecond: Math.round(events / read),
    rawHmacPerSecond: Math.round(lengths.length / hmac),
    verifyToRead: ratio(verify, read),
    verifyToRawHmac: ratio(verify, hmac),
    grownMegabytes,
  };
}

function rawHmac(lengths: readonly number[]): void {
  const key = randomBytes(32);
  const bytes = randomBytes(Math.max(...lengths.slice(0, EVENTS_EACH)) + 64);
  for (const length of lengths) createHmac('sha256', key).update(bytes.subarray(0, length)).digest();
}

/** The same rows in the same order and portions, and nothing done with them. */
async function readAll(): Promise<void> {
  let after = { chain: '', seq: '0' };
  while (true) {
    const { rows } = await database().execute<{ chain: string; chain_seq: string }>(sql`
      select * from audit_events where (chain, chain_seq) > (${after.chain}, ${after.seq}::bigint)
      order by chain, chain_seq limit 2000`);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { chain: last.chain, seq: last.chain_seq };
  }
}

function watchMemory(): { stop: () => number } {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, SAMPLE_MILLIS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round((most - before) / 1_000_000);
    },
  };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
