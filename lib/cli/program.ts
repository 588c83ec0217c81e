import 'server-only';
import { Command, CommanderError } from 'commander';
import { auditCommand } from '@/lib/cli/commands/audit';
import { buildCommand } from '@/lib/cli/commands/build';
import { keyCommand } from '@/lib/cli/commands/key';
import { migrateCommand } from '@/lib/cli/commands/migrate';
import { retentionCommand } from '@/lib/cli/commands/retention';
import { startCommand } from '@/lib/cli/commands/start';
import { usersCommand } from '@/lib/cli/commands/users';
import { complain } from '@/lib/cli/output';
import { databaseErrorCode, toAppError } from '@/lib/db/database-errors';

const UNDEFINED_TABLE = '42P01';

/** Every command, each with its own help. */
export function boardProgram(): Command {
  const program = new Command('board')
    .description('Jed Board: the client wizard, the board, the live runbook and the vault.')
    .showHelpAfterError('(see npm run board -- --help)');
  for (const command of [
    startCommand(),
    buildCommand(),
    migrateCommand(),
    usersCommand(),
    keyCommand(),
    auditCommand(),
    retentionCommand(),
  ]) {
    program.addCommand(command);
  }
  for (const command of [program, ...descendants(program)]) command.exitOverride();
  return program;
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...descendants(child)]);
}

/** Runs one command line. Resolves to the exit code: 0 done, 1 refused or failed (one sentence said), 2 misused. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    complain(sentence(error));
    return 1;
  }
}

function sentence(error: unknown): string {
  if (databaseErrorCode(error) === UNDEFINED_TABLE) {
    return 'The database has not been set up yet: run npm run board -- migrate.';
  }
  const expected = toAppError(error);
  if (expected === null) return `Something unexpected went wrong: ${describe(error)}`;
  const fields = Object.values(expected.fieldErrors ?? {}).flat();
  return fields.length === 0 ? expected.message : fields.join('\n');
}

/** Name and place only: a message may carry what was typed in. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name} ${databaseErrorCode(error) ?? ''}${place ?? ''}`;
}
