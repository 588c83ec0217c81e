import 'server-only';
import { loadCatalogue } from '@/lib/catalogue/load';
import { prepareJobQueues } from '@/lib/db/job-schema';
import type { OwnerConnection } from '@/lib/db/migrate';
import { JOB_QUEUES } from '@/lib/jobs/queues';

/** What the owner puts into a migrated database: the catalogue and the job queues. Each step is safe to repeat. */
export const afterMigration: readonly ((owner: OwnerConnection) => Promise<unknown>)[] = [
  ({ db }) => loadCatalogue(db),
  (owner) => prepareJobQueues(owner, JOB_QUEUES),
];
