import 'server-only';
import { Command, Option } from 'commander';
import { AUDIT_ACTIONS } from '@/lib/audit/events';
import { exportAudit } from '@/lib/audit/export';
import { EXPORT_FORMATS, type ExportFormat } from '@/lib/audit/export-format';
import { type AuditFilter, auditFilterSchema } from '@/lib/audit/filter';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { pour } from '@/lib/cli/output';
import { AppError } from '@/lib/errors';

interface ExportFlags {
  format: ExportFormat;
}

export function auditExportCommand(): Command {
  return new Command('export')
    .description('Write the log to standard output, oldest event first: export --format csv > file.')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or a table')
        .choices(EXPORT_FORMATS)
        .default('jsonl'),
    )
    .option('--client <slug>', 'only what concerns this client')
    .option('--person <id>', 'only what this person did')
    .option('--slot <key>', 'only what concerns this slot')
    .addOption(new Option('--action <action>', 'only this kind of event').choices(AUDIT_ACTIONS))
    .addOption(new Option('--outcome <outcome>', 'only these').choices(['ok', 'refused', 'failed']))
    .option('--from <day>', 'from this day on, as 2026-11-22, in UTC')
    .option('--to <day>', 'until this day and with it')
    .action(exportLog);
}

async function exportLog(flags: ExportFlags): Promise<void> {
  await withBoard(async () => {
    const filter = checkedFilter(flags);
    const pieces = await exportAudit(systemActor('cli'), { filter, timeZone: 'UTC', format: flags.format });
    for await (const piece of pieces) if (!(await pour(piece))) break;
  });
}

/** An address's filter leaves out what makes no sense; a command that exported everything instead would mislead. */
function checkedFilter(flags: ExportFlags): AuditFilter {
  const filter = auditFilterSchema.parse(flags);
  for (const name of ['person', 'from', 'to'] as const) {
    if (Object.hasOwn(flags, name) && filter[name] === undefined) {
      throw new AppError(
        'invalid',
        `--${name} takes ${name === 'person' ? 'an id' : 'a day such as 2026-11-22'}.`,
      );
    }
  }
  return filter;
}
