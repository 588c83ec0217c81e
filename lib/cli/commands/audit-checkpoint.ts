import 'server-only';
import { Command } from 'commander';
import { publicKeyOf, publicKeyPem } from '@/lib/audit/signing-key';
import { type WrittenCheckpoint, writeCheckpoint } from '@/lib/audit/write-checkpoint';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { type OutputOptions, say, show } from '@/lib/cli/output';
import { checkpointPlace } from '@/lib/keys/checkpoint-place';

interface CheckpointFlags extends OutputOptions {
  publicKey?: boolean;
}

export function auditCheckpointCommand(): Command {
  return new Command('checkpoint')
    .description('Sign where every chain of the log ends now, and keep that outside the database.')
    .option('--public-key', 'only print the key that checks checkpoints, as PEM')
    .option('--json', 'answer in JSON')
    .action(checkpoint);
}

async function checkpoint({ publicKey, ...options }: CheckpointFlags): Promise<void> {
  if (publicKey === true) {
    const pem = publicKeyPem(await publicKeyOf(checkpointPlace().signer));
    return say(options.json === true ? JSON.stringify({ publicKey: pem }) : pem.trimEnd());
  }
  const written = await withBoard(() => writeCheckpoint(systemActor('cli')));
  show(written, options, lines);
}

function lines(written: WrittenCheckpoint | null): string[] {
  if (written === null) return ['Nothing has happened since the last checkpoint.'];
  const { number, events, chains, file } = written;
  return [`Checkpoint ${number}: ${events} events in ${chains} chains, in ${file}.`];
}
