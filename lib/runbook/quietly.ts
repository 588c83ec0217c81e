import 'server-only';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { logger } from '@/lib/logger';

/** Waits for work that is done again a little later anyway: a failure is said to the log and goes no further. */
export async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    logger().warn(
      { code: databaseErrorCode(error) ?? 'unknown' },
      'an open run or list could not be brought up to date',
    );
  }
}
