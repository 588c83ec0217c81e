import 'server-only';
import PgBoss from 'pg-boss';
import type { OwnerConnection } from '@/lib/db/migrate';
import { APPLICATION_ROLE, OWNER_ROLE } from '@/lib/db/pool';

/** The schema that pg-boss keeps its tables in, and the queue its own scheduler sends through. */
export const JOB_SCHEMA = 'pgboss';
const SCHEDULER_QUEUE = '__pgboss__send-it';

/**
 * Makes or migrates the job queue's tables as the owner, and one partition a queue. The product runs pg-boss with
 * `migrate: false` under the application's role, which may use these tables and make none.
 */
export async function prepareJobQueues(owner: OwnerConnection, queues: readonly string[]): Promise<void> {
  const executeSql = (text: string, values?: unknown[]) => owner.client.query(text, values);
  const boss = new PgBoss({ db: { executeSql }, schema: JOB_SCHEMA, supervise: false, schedule: false });
  await boss.start();
  for (const queue of [SCHEDULER_QUEUE, ...queues]) await boss.createQueue(queue);
  await boss.stop({ graceful: false });
  const all = `in schema ${JOB_SCHEMA}`;
  const rights = 'select, insert, update, delete on tables';
  await owner.client.query(`
    grant usage on schema ${JOB_SCHEMA} to ${APPLICATION_ROLE};
    grant select, insert, update, delete on all tables ${all} to ${APPLICATION_ROLE};
    grant execute on all functions ${all} to ${APPLICATION_ROLE};
    alter default privileges for role ${OWNER_ROLE} ${all} grant ${rights} to ${APPLICATION_ROLE};
  `);
}
