import 'server-only';
import { Command } from 'commander';
import { systemActor } from '@/lib/auth/actor';
import { secondFactorTable } from '@/lib/auth/rewrap-second-factors';
import { withBoard } from '@/lib/cli/board-access';
import { complain, type OutputOptions, show } from '@/lib/cli/output';
import { progressBar } from '@/lib/cli/progress';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { withOwner } from '@/lib/db/owner';
import { AppError } from '@/lib/errors';
import { type EncryptedTable, rewrapValues } from '@/lib/keys/rewrap';
import { ownSecretTable } from '@/lib/secrets/rewrap-own-secrets';

/** Every table that holds values. */
export const ENCRYPTED_TABLES: readonly EncryptedTable[] = [
  credentialTable,
  secondFactorTable,
  ownSecretTable,
];

interface RewrapFlags extends OutputOptions {
  dryRun?: boolean;
}

export function keyRewrapCommand(): Command {
  return new Command('rewrap')
    .description(
      'Re-encrypt what older versions encrypted, beside a running board. Safe to stop and to repeat.',
    )
    .option('--dry-run', 'only count')
    .option('--json', 'answer in JSON')
    .action(rewrap);
}

async function rewrap({ dryRun = false, ...options }: RewrapFlags): Promise<void> {
  const bar = progressBar('Values re-encrypted');
  const report = await withBoard(({ migrationUrl }) =>
    withOwner(migrationUrl, (owner) =>
      rewrapValues(systemActor('cli'), owner, ENCRYPTED_TABLES, { dryRun, onProgress: bar.show }),
    ),
  );
  bar.done();
  show(report, options, ({ found, rewrapped }) => {
    if (found === 0) return ['Every value is under the active master key; nothing to do.'];
    if (dryRun) return [`${found} values are under older master keys. Nothing was changed.`];
    return [`${rewrapped} of ${found} values re-encrypted under the active master key.`];
  });
  if (report.unopened.length === 0) return;
  if (options.json !== true) for (const id of report.unopened) complain(`Does not open: value ${id}.`);
  throw new AppError(
    'cannot-open',
    `${report.unopened.length} values do not open and were left as they are: store them again, or restore them from a backup.`,
  );
}
