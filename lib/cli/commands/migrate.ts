import 'server-only';
import { Command } from 'commander';
import { Cleanups } from '@/lib/cli/launcher/cleanups';
import { startDatabase } from '@/lib/cli/launcher/start-database';
import { type OutputOptions, show } from '@/lib/cli/output';
import { prepareDatabase } from '@/lib/cli/prepare-database';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database up to date: roles, tables, catalogue, job queues and master key.')
    .option('--json', 'answer in JSON')
    .action(migrate);
}

async function migrate(options: OutputOptions): Promise<void> {
  const cleanups = new Cleanups();
  try {
    const database = await startDatabase(cleanups, 'command');
    const prepared = await prepareDatabase(database.migrationUrl);
    show(prepared, options, ({ applied, masterKey }) => [
      applied === 0 ? 'Tables: up to date.' : `Tables: ${applied} migrations applied.`,
      `Master key: version ${masterKey.activeVersion} in ${masterKey.place}.`,
      ...(masterKey.warning === null ? [] : [`Warning: ${masterKey.warning}`]),
    ]);
  } finally {
    await cleanups.run();
  }
}
