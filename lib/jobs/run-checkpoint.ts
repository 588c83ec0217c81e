import 'server-only';
import { writeCheckpoint } from '@/lib/audit/write-checkpoint';
import { systemActor } from '@/lib/auth/actor';
import { databaseErrorCode, toAppError } from '@/lib/db/database-errors';
import { logger } from '@/lib/logger';

/**
 * Writes a checkpoint when something has happened since the last one. What keeps it from that is said in the log and
 * not thrown: trying again sooner than the next hour would mend nothing.
 */
export async function runCheckpoint(): Promise<void> {
  try {
    const written = await writeCheckpoint(systemActor('job'));
    if (written !== null)
      logger().info({ number: written.number }, 'a checkpoint of the audit log was written');
  } catch (error) {
    const problem = toAppError(error);
    if (problem === null) {
      logger().error({ code: databaseErrorCode(error) ?? 'unknown' }, 'no checkpoint was written');
    } else if (problem.code === 'configuration') logger().warn(problem.message);
    else logger().error(problem.message);
  }
}
