import 'server-only';
import { Command, InvalidArgumentError, Option } from 'commander';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { ENCRYPTED_TABLES } from '@/lib/cli/commands/key-rewrap';
import { type OutputOptions, show } from '@/lib/cli/output';
import { withOwner } from '@/lib/db/owner';
import { PROVIDERS, type ProviderName } from '@/lib/keys/key-place';
import { moveMasterKeys } from '@/lib/keys/move-key';
import { retireMasterKey } from '@/lib/keys/retire-key';

interface RetireFlags extends OutputOptions {
  sealed?: boolean;
}

interface MoveFlags extends OutputOptions {
  to: ProviderName;
  kmsKey?: string;
}

export function keyRetireCommand(): Command {
  return new Command('retire')
    .description(
      'Never load a version again. Refused while a value, the audit log or a certificate needs it.',
    )
    .argument('<version>', 'the version, as key show numbers it', wholeNumber)
    .option('--sealed', 'what it signed is kept sealed elsewhere: give up checking it here')
    .option('--json', 'answer in JSON')
    .action(retire);
}

export function keyMoveCommand(): Command {
  return new Command('move')
    .description('Keep the same master keys in another place. No value is re-encrypted.')
    .addOption(new Option('--to <place>', 'where to').choices(PROVIDERS).makeOptionMandatory())
    .option('--kms-key <key>', 'for kms: another key than KMS_KEY_ID')
    .option('--json', 'answer in JSON')
    .action(move);
}

async function retire(version: number, { sealed = false, ...options }: RetireFlags): Promise<void> {
  const report = await withBoard(({ migrationUrl }) =>
    withOwner(migrationUrl, (owner) =>
      retireMasterKey(systemActor('cli'), owner, { version, sealed, tables: ENCRYPTED_TABLES }),
    ),
  );
  show(report, options, ({ place, certificateKey }) => [
    `Master key ${version} is retired and is never loaded again.`,
    `It still lies in ${place}: remove it from there, and from backups, when you are sure.`,
    `Purge certificates it signed are checked with this public key, which the audit log keeps: ${certificateKey}`,
  ]);
}

async function move({ to, kmsKey, ...options }: MoveFlags): Promise<void> {
  const destination = { provider: to, ...(kmsKey === undefined ? {} : { kmsKeyId: kmsKey }) };
  const report = await withBoard(({ migrationUrl }) =>
    withOwner(migrationUrl, (owner) => moveMasterKeys(systemActor('cli'), owner, destination)),
  );
  show(report, options, ({ moved, warning }) => [
    ...moved.map((key) => `Master key ${key.version} is now in ${key.to}.`),
    ...(warning === null ? [] : [`Warning: ${warning}`]),
    `Set MASTER_KEY_PROVIDER=${to}${kmsKey === undefined ? '' : ` and KMS_KEY_ID=${kmsKey}`} for every instance, and start one to see that it works.`,
    ...moved
      .filter(({ leftBehind }) => leftBehind)
      .map((key) => `Then remove the old copy of master key ${key.version} from ${key.from}.`),
  ]);
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Not a version: give a whole number such as 1.');
}
