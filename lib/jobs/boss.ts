import 'server-only';
import PgBoss from 'pg-boss';
import { JOB_SCHEMA } from '@/lib/db/job-schema';
import { applicationPool } from '@/lib/db/pool';

/** The job queue over the process's own pool. It starts nothing by itself; `send` works at once. */
export function jobQueue(options: { supervise: boolean; schedule: boolean }): PgBoss {
  const executeSql = (text: string, values: unknown[]) => applicationPool().query(text, values);
  return new PgBoss({ db: { executeSql }, schema: JOB_SCHEMA, migrate: false, ...options });
}
