import 'server-only';
import { Command } from 'commander';
import { buildPages } from '@/lib/cli/launcher/build-pages';
import { stopSignal } from '@/lib/cli/launcher/stop-signal';
import { completeLocalEnvironment } from '@/lib/cli/local-environment';
import { type OutputOptions, say, show } from '@/lib/cli/output';

export function buildCommand(): Command {
  return new Command('build')
    .description('Build the pages now, so that the next start need not: only when a source has changed.')
    .option('--json', 'answer in JSON')
    .action(build);
}

async function build(options: OutputOptions): Promise<void> {
  await completeLocalEnvironment();
  await buildPages(stopSignal(), options.json === true ? () => undefined : say);
  show({ built: true }, options, () => []);
}
