import 'server-only';
import { loadCatalogue } from '@/lib/catalogue/load';
import { recounting } from '@/lib/clients/recounting';
import { prepareJobQueues } from '@/lib/db/job-schema';
import type { OwnerConnection } from '@/lib/db/migrate';
import { JOB_QUEUES } from '@/lib/jobs/queues';

/** What the owner puts into a migrated database: the catalogue, what clients lack by it, and job queues. Repeatable. */
export const afterMigration: readonly ((owner: OwnerConnection) => Promise<unknown>)[] = [
  ({ db }) => recounting(db, () => loadCatalogue(db)),
  (owner) => prepareJobQueues(owner, JOB_QUEUES),
];
