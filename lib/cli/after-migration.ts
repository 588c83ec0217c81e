import 'server-only';
import type { OwnerConnection } from '@/lib/db/migrate';

/** What the owner puts into a migrated database: the catalogue and the job queues. Each step is safe to repeat. */
export const afterMigration: readonly ((owner: OwnerConnection) => Promise<void>)[] = [];
