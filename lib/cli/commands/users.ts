import 'server-only';
import { Command } from 'commander';
import { ROLES, systemActor } from '@/lib/auth/actor';
import { makeNewPasswordLink } from '@/lib/auth/new-password-link';
import { invitePerson } from '@/lib/auth/people-commands';
import { listPeople } from '@/lib/auth/people-queries';
import { type BoardAccess, withBoard } from '@/lib/cli/board-access';
import { removeSecondFactorCommand } from '@/lib/cli/commands/users-second-factor';
import { columns, type OutputOptions, show } from '@/lib/cli/output';
import { personByEmail } from '@/lib/cli/person-by-email';
import { env } from '@/lib/env';

interface AddFlags extends OutputOptions {
  name: string;
  email: string;
  role: string;
}

interface PasswordLinkFlags extends OutputOptions {
  email: string;
}

interface OneTimeAddress {
  path: string;
  url: string;
  /** Whether the address is the running board's or AUTH_URL's; else its host and port are a guess. */
  boardFound: boolean;
}

const DEFAULT_PORT = 3000;

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
  users
    .command('password-link')
    .description('For a person who forgot: prints an address that lets them choose a new password, once.')
    .requiredOption('--email <address>', 'the e-mail address they sign in with')
    .option('--json', 'answer in JSON')
    .action(passwordLink);
  users.addCommand(removeSecondFactorCommand());
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
  const made = await withBoard(async (board) => {
    const { path } = await invitePerson(systemActor('cli'), { name, email, role });
    return addressed(path, board);
  });
  showLink(made, options, 'Give this address to them; it works once, for 72 hours, and is not shown again:');
}

async function passwordLink({ email, ...options }: PasswordLinkFlags): Promise<void> {
  const actor = systemActor('cli');
  const made = await withBoard(async (board) => {
    const person = await personByEmail(actor, email);
    const { path } = await makeNewPasswordLink(actor, person.id);
    return addressed(path, board);
  });
  showLink(
    made,
    options,
    'Give this address to them; it works once, for 24 hours, and ends all their sessions when it is used:',
  );
}

/** A path with the address of the board before it, as well as that is known here. */
function addressed(path: string, board: BoardAccess): OneTimeAddress {
  const { AUTH_URL, PORT } = env();
  const known = AUTH_URL === undefined ? board.url : new URL(AUTH_URL).origin;
  const origin = known ?? `http://localhost:${PORT ?? DEFAULT_PORT}`;
  return { path, url: `${origin}${path}`, boardFound: known !== null };
}

function showLink(made: OneTimeAddress, options: OutputOptions, sentence: string): void {
  show(made, options, ({ url, boardFound }) => [
    sentence,
    url,
    ...(boardFound
      ? []
      : [
          `No running board was found, so ${new URL(url).origin} is a guess: put the address there at which the board is served.`,
        ]),
  ]);
}
