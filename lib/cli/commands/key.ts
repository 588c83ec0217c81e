import 'server-only';
import { Command, Option } from 'commander';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { keyMoveCommand, keyRetireCommand } from '@/lib/cli/commands/key-places';
import { keyRewrapCommand } from '@/lib/cli/commands/key-rewrap';
import { type OutputOptions, show } from '@/lib/cli/output';
import { prepareDatabase } from '@/lib/cli/prepare-database';
import { database } from '@/lib/db/database';
import { prepareRoles } from '@/lib/db/migrate';
import { withOwner } from '@/lib/db/owner';
import { applyEnvironment, env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { describeKeys } from '@/lib/keys/describe-keys';
import { PROVIDERS, type ProviderName } from '@/lib/keys/key-place';
import { rotateMasterKey } from '@/lib/keys/rotate-key';

interface PlaceFlags extends OutputOptions {
  in?: ProviderName;
}

export function keyCommand(): Command {
  const key = new Command('key').description('The master key, from which every key is derived.');
  const place = () =>
    new Option('--in <place>', 'where to keep it, instead of MASTER_KEY_PROVIDER').choices(PROVIDERS);
  key
    .command('init')
    .description('Make the first master key, or check the ones there are. Safe to repeat.')
    .addOption(place())
    .option('--json', 'answer in JSON')
    .action(initKey);
  key
    .command('show')
    .description(
      'Show which versions there are, where each is looked for, and whether it is right. Never a key.',
    )
    .option('--json', 'answer in JSON')
    .action(showKeys);
  key
    .command('rotate')
    .description('Make a new version that encrypts from now on; the old one opens what it made.')
    .addOption(place())
    .option('--json', 'answer in JSON')
    .action(rotateKey);
  key.addCommand(keyRewrapCommand());
  key.addCommand(keyRetireCommand());
  key.addCommand(keyMoveCommand());
  return key;
}

async function initKey(flags: PlaceFlags): Promise<void> {
  if (flags.in !== undefined) applyEnvironment({ MASTER_KEY_PROVIDER: flags.in });
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = env();
  if (DATABASE_URL !== undefined) await prepareRoles(MIGRATION_DATABASE_URL ?? DATABASE_URL, DATABASE_URL);
  const { masterKey } = await withBoard(({ migrationUrl }) => prepareDatabase(migrationUrl));
  show(masterKey, flags, ({ created, activeVersion, place, warning }) => [
    created
      ? `Master key ${activeVersion} was made and is kept in ${place}.`
      : `Master key ${activeVersion} is in ${place}, and right; nothing was done.`,
    ...(warning === null ? [] : [`Warning: ${warning}`]),
  ]);
}

async function showKeys(options: OutputOptions): Promise<void> {
  const keys = await withBoard(() => describeKeys(database()));
  show(keys, options, (rows) =>
    rows.length === 0
      ? ['There is no master key yet: the first start makes one.']
      : rows.map(
          ({ version, state, place, check, encryptions }) =>
            `Version ${version}, ${state}, in ${place}: ${check}, ${encryptions} encryptions accounted for.`,
        ),
  );
  const problems = keys.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new AppError('configuration', problems.join('\n'));
}

async function rotateKey(flags: PlaceFlags): Promise<void> {
  const report = await withBoard(({ migrationUrl }) =>
    withOwner(migrationUrl, (owner) => rotateMasterKey(systemActor('cli'), owner, flags.in)),
  );
  show(report, flags, ({ version, previousVersion, place, warning }) => [
    `Master key ${version} is active and kept in ${place}.`,
    ...(warning === null ? [] : [`Warning: ${warning}`]),
    `What version ${previousVersion} encrypted still opens. Re-encrypt it with: npm run board -- key rewrap`,
  ]);
}
