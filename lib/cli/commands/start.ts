import 'server-only';
import { Command } from 'commander';
import { startBoard } from '@/lib/cli/launcher/start-board';
import { columns, say, show } from '@/lib/cli/output';
import { applyEnvironment, env } from '@/lib/env';
import { AppError } from '@/lib/errors';

interface StartFlags {
  dev?: boolean;
  demo?: boolean;
  port?: string;
  host?: string;
  json?: boolean;
}

export function startCommand(): Command {
  return new Command('start')
    .description('Start the board with its database, and stop both with Ctrl-C.')
    .option('--dev', 'serve with hot reload, for developing')
    .option('--demo', 'use demo data, in a data folder of their own')
    .option('--port <number>', 'serve on this port (default: 3000, or the next free one)')
    .option('--host <address>', 'listen on this address, such as 0.0.0.0 (default: this computer only)')
    .option('--json', 'say when it is ready as one JSON document, and nothing else')
    .action(start);
}

async function start(flags: StartFlags): Promise<void> {
  applyFlags(flags);
  await startBoard({
    dev: flags.dev === true,
    demo: flags.demo === true,
    say: flags.json === true ? () => undefined : say,
    onReady: (board) =>
      show(board, flags, ({ url, setupUrl, people }) => [
        `Jed Board is at ${url}. Ctrl-C stops it.`,
        ...(setupUrl === null ? [] : [`Make the first account here, once, within 24 hours: ${setupUrl}`]),
        ...(people.length === 0 ? [] : ['These people can sign in; their passwords are shown this once:']),
        ...columns(people.map((person) => [`  ${person.name}`, person.email, person.role, person.password])),
      ]),
  });
}

function applyFlags({ port, host, demo }: StartFlags): void {
  if (port !== undefined) applyEnvironment({ PORT: port });
  if (host !== undefined) applyEnvironment({ BOARD_HOST: host });
  if (demo !== true) return;
  if (env().DATABASE_URL !== undefined) {
    throw new AppError('configuration', 'The demo brings a database of its own: unset DATABASE_URL for it.');
  }
  applyEnvironment({ BOARD_DATA_DIR: `${env().BOARD_DATA_DIR}-demo` });
}
