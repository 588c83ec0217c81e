import 'server-only';
import { sql } from 'drizzle-orm';
import { databaseOver } from '@/lib/db/database';
import { sidePool } from '@/lib/db/pool';
import { keyUsage } from '@/lib/db/schema/vault';
import { logger } from '@/lib/logger';
import type { KeyUsageMeter } from '@/lib/vault/vault';

/** How many encryptions one write to the database accounts for. A crash wastes the rest, which errs on the safe side. */
const RESERVED_AT_ONCE = 256;

interface Reservation {
  next: number;
  end: number;
}

/**
 * Counts encryptions in `key_usage`, by reserving some at a time on a connection of its own: what was reserved must
 * stay so when the transaction that asked is rolled back, since others were given of it meanwhile.
 */
export function databaseUsageMeter(): KeyUsageMeter {
  const reservations = new Map<number, Promise<Reservation>>();
  const countEncryption = async (keyVersion: number): Promise<number> => {
    const pending = reservations.get(keyVersion) ?? reserve(keyVersion);
    reservations.set(keyVersion, pending);
    try {
      const reservation = await pending;
      if (reservation.next < reservation.end) {
        reservation.next += 1;
        return reservation.next;
      }
    } catch (error) {
      if (reservations.get(keyVersion) === pending) reservations.delete(keyVersion);
      throw error;
    }
    if (reservations.get(keyVersion) === pending) reservations.delete(keyVersion);
    return countEncryption(keyVersion);
  };
  return {
    countEncryption,
    warn: (keyVersion, encryptions) =>
      logger().warn({ keyVersion, encryptions }, 'a master key nears the end of its safe use: rotate it'),
  };
}

async function reserve(keyVersion: number): Promise<Reservation> {
  const rows = await databaseOver(sidePool())
    .insert(keyUsage)
    .values({ keyVersion, encryptions: RESERVED_AT_ONCE })
    .onConflictDoUpdate({
      target: keyUsage.keyVersion,
      set: { encryptions: sql`${keyUsage.encryptions} + ${RESERVED_AT_ONCE}` },
    })
    .returning({ encryptions: keyUsage.encryptions });
  const end = rows[0]?.encryptions ?? 0;
  return { next: end - RESERVED_AT_ONCE, end };
}
