import 'server-only';
import { Command } from 'commander';
import { ROLES, systemActor } from '@/lib/auth/actor';
import { invitePerson } from '@/lib/auth/people-commands';
import { listPeople } from '@/lib/auth/people-queries';
import { withBoard } from '@/lib/cli/board-access';
import { columns, type OutputOptions, show } from '@/lib/cli/output';
import { env } from '@/lib/env';

interface AddFlags extends OutputOptions {
  name: string;
  email: string;
  role: string;
}

const LOCAL_ORIGIN = 'http://localhost:3000';

export function usersCommand(): Command {
  const users = new Command('users').description('The people who may sign in.');
  users
    .command('list')
    .description('List everybody with an account.')
    .option('--json', 'answer in JSON')
    .action(list);
  users
    .command('add')
    .description('Invite a person: prints an address that lets them choose a password, once.')
    .requiredOption('--name <name>', 'their name')
    .requiredOption('--email <address>', 'their e-mail address')
    .option('--role <role>', `one of ${ROLES.join(', ')}`, 'consultant')
    .option('--json', 'answer in JSON')
    .action(add);
  return users;
}

async function list(options: OutputOptions): Promise<void> {
  const people = await withBoard(() => listPeople(systemActor('cli')));
  show(people, options, (rows) =>
    rows.length === 0
      ? ['Nobody has an account yet.']
      : columns(
          rows.map((row) => [row.name, row.email, row.role, row.disabledAt === null ? '' : 'disabled']),
        ),
  );
}

async function add({ name, email, role, ...options }: AddFlags): Promise<void> {
  const { path, running } = await withBoard(async (board) => ({
    ...(await invitePerson(systemActor('cli'), { name, email, role })),
    running: board.url,
  }));
  const origin =
    env().AUTH_URL === undefined ? (running ?? LOCAL_ORIGIN) : new URL(env().AUTH_URL ?? '').origin;
  show({ path, url: `${origin}${path}` }, options, ({ url }) => [
    'Give this address to them; it works once, for 72 hours, and is not shown again:',
    url,
  ]);
}
