import 'server-only';
import { Command, Option } from 'commander';
import { AUDIT_ACTIONS } from '@/lib/audit/events';
import { auditCursorSchema, auditFilterSchema } from '@/lib/audit/filter';
import { type AuditLine, type AuditPage, listAuditEvents } from '@/lib/audit/queries';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { auditCheckpointCommand } from '@/lib/cli/commands/audit-checkpoint';
import { auditExportCommand } from '@/lib/cli/commands/audit-export';
import { auditVerifyCommand } from '@/lib/cli/commands/audit-verify';
import { columns, type OutputOptions, show } from '@/lib/cli/output';

interface ListFlags extends OutputOptions {
  client?: string;
  action?: string;
  outcome?: string;
  before?: string;
}

export function auditCommand(): Command {
  const audit = new Command('audit').description('Who did what, and above all who decrypted what.');
  audit
    .command('list')
    .description('List the newest events, 50 at a time.')
    .option('--client <slug>', 'only what concerns this client')
    .addOption(new Option('--action <action>', 'only this kind of event').choices(AUDIT_ACTIONS))
    .addOption(new Option('--outcome <outcome>', 'only these').choices(['ok', 'refused', 'failed']))
    .option('--before <number>', 'go on before this event')
    .option('--json', 'answer in JSON')
    .action(list);
  audit.addCommand(auditVerifyCommand());
  audit.addCommand(auditCheckpointCommand());
  audit.addCommand(auditExportCommand());
  return audit;
}

async function list(flags: ListFlags): Promise<void> {
  const page = await withBoard(() =>
    listAuditEvents(systemActor('cli'), {
      filter: auditFilterSchema.parse(flags),
      cursor: auditCursorSchema.parse(flags),
      timeZone: 'UTC',
    }),
  );
  show(page, flags, lines);
}

function lines({ lines: events, older }: AuditPage): string[] {
  if (events.length === 0) return ['No event fits.'];
  const more = older === null ? [] : [`There is more: add --before ${older}.`];
  return [...columns(events.map(cells)), ...more];
}

function cells(event: AuditLine): string[] {
  return [
    String(event.seq),
    event.at.toISOString(),
    event.actorName,
    event.outcome === 'ok' ? event.action : `${event.action} (${event.outcome})`,
    event.client?.slug ?? '',
    event.slotKey ?? '',
  ];
}
