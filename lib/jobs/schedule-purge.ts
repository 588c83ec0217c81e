import 'server-only';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { jobQueue } from '@/lib/jobs/boss';
import { RETENTION_QUEUE } from '@/lib/jobs/queues';
import { logger } from '@/lib/logger';

/**
 * Asks for a retention run at the moment a client's values fall due. A failure is logged and nothing more: the
 * regular run comes every five minutes, and past its date a value is not read in any case.
 */
export async function schedulePurge(clientId: string, at: Date): Promise<void> {
  try {
    await jobQueue({ supervise: false, schedule: false }).send(RETENTION_QUEUE, {}, { startAfter: at });
  } catch (error) {
    logger().warn(
      { clientId, code: databaseErrorCode(error) ?? 'unknown' },
      'a purge was not scheduled ahead',
    );
  }
}
