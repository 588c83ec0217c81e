import 'server-only';
import { Command } from 'commander';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { type OutputOptions, show } from '@/lib/cli/output';
import { AppError } from '@/lib/errors';
import { runRetention } from '@/lib/retention/run-retention';

export function retentionCommand(): Command {
  const retention = new Command('retention').description('What is destroyed some days after offboarding.');
  retention
    .command('run')
    .description('Destroy what is due now. The running board does the same by itself every five minutes.')
    .option('--json', 'answer in JSON')
    .action(run);
  return retention;
}

async function run(options: OutputOptions): Promise<void> {
  const report = await withBoard(() => runRetention(systemActor('cli')));
  show(report, options, ({ purged, failed }) => [
    ...(purged.length + failed.length === 0 ? ['Nothing is due.'] : []),
    ...purged.map(({ slug, destroyedValues }) => `Purged ${slug}: ${destroyedValues} values destroyed.`),
    ...failed.map(({ slug, message }) => `Not purged, ${slug}: ${message}`),
  ]);
  if (report.failed.length > 0) throw new AppError('unexpected', 'Not everything that is due was purged.');
}
