import 'server-only';
import { afterMigration } from '@/lib/cli/after-migration';
import { migrateDatabase } from '@/lib/db/migrate';
import { ensureMasterKey, type MasterKeyReport } from '@/lib/keys/master-key';

export interface PreparedDatabase {
  applied: number;
  masterKey: MasterKeyReport;
}

/**
 * Brings a database to where the product can use it: tables, catalogue, job queues, master key. Safe to repeat and
 * to run from several machines at once. `migrationUrl` is a login that may take on the owner role.
 */
export async function prepareDatabase(migrationUrl: string): Promise<PreparedDatabase> {
  let masterKey: MasterKeyReport | undefined;
  const { applied } = await migrateDatabase(migrationUrl, {
    afterwards: [
      ...afterMigration,
      async ({ db }) => {
        masterKey = await ensureMasterKey(db);
      },
    ],
  });
  if (masterKey === undefined) throw new Error('the master key was not looked at');
  return { applied, masterKey };
}
