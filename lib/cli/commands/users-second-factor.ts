import 'server-only';
import { Command } from 'commander';
import { systemActor } from '@/lib/auth/actor';
import { removeSecondFactor } from '@/lib/auth/second-factor-commands';
import { withBoard } from '@/lib/cli/board-access';
import { type OutputOptions, show } from '@/lib/cli/output';
import { personByEmail } from '@/lib/cli/person-by-email';

interface RemoveFlags extends OutputOptions {
  email: string;
}

export function removeSecondFactorCommand(): Command {
  return new Command('remove-second-factor')
    .description('For a person who lost phone and recovery codes: their password alone signs them in again.')
    .requiredOption('--email <address>', 'the e-mail address they sign in with')
    .option('--json', 'answer in JSON')
    .action(remove);
}

async function remove({ email, ...options }: RemoveFlags): Promise<void> {
  const actor = systemActor('cli');
  const removed = await withBoard(async () => {
    const person = await personByEmail(actor, email);
    await removeSecondFactor(actor, person.id);
    return { name: person.name, email: person.email };
  });
  show(removed, options, ({ name }) => [
    `Removed the second factor of ${name}. Their sessions have ended; they sign in with their password and set up a new one.`,
  ]);
}
