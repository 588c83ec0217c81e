import 'server-only';
import { Command } from 'commander';
import { verifyAudit } from '@/lib/audit/verify';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { complain, type OutputOptions, show } from '@/lib/cli/output';
import { progressBar } from '@/lib/cli/progress';
import { readClient } from '@/lib/clients/client-queries';
import { AppError } from '@/lib/errors';

interface VerifyFlags extends OutputOptions {
  client?: string;
}

export function auditVerifyCommand(): Command {
  return new Command('verify')
    .description('Check every event against its MAC and the event before it.')
    .option('--client <slug>', 'only the events of this client')
    .option('--json', 'answer in JSON')
    .action(verify);
}

async function verify({ client, ...options }: VerifyFlags): Promise<void> {
  const actor = systemActor('cli');
  const bar = progressBar('Events checked');
  const report = await withBoard(async () => {
    const chain = client === undefined ? {} : { clientId: (await readClient(actor, client)).id };
    return verifyAudit(actor, { ...chain, onProgress: bar.show });
  });
  bar.done();
  show(report, options, ({ chains, events, unchecked, findings }) => [
    ...(findings.length === 0 ? [`Whole: ${events} events in ${chains} chains.`] : []),
    ...(unchecked === 0
      ? []
      : [`Not checked: ${unchecked} events whose master key is retired; compare them with the sealed copy.`]),
  ]);
  if (report.findings.length === 0) return;
  if (options.json !== true)
    for (const { chain, says } of report.findings) complain(`Chain ${chain}: ${says}`);
  throw new AppError(
    'unexpected',
    'The audit log is not what was written: leave the database as it is, and tell your admin.',
  );
}
