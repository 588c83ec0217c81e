import 'server-only';
import { Command } from 'commander';
import { withBoard } from '@/lib/cli/board-access';
import { type OutputOptions, show } from '@/lib/cli/output';
import { database } from '@/lib/db/database';
import { AppError } from '@/lib/errors';
import { describeKeys } from '@/lib/keys/describe-keys';

export function keyCommand(): Command {
  const key = new Command('key').description('The master key, from which every key is derived.');
  key
    .command('show')
    .description(
      'Show which versions there are, where each is looked for, and whether it is right. Never a key.',
    )
    .option('--json', 'answer in JSON')
    .action(showKeys);
  return key;
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
  if (keys.some((key) => key.check !== 'right' && key.state !== 'retired')) {
    throw new AppError('configuration', 'A master key cannot be used: put it back where it is looked for.');
  }
}
