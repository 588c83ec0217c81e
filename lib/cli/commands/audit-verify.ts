import 'server-only';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { parsePublicKeyPem, publicKeyOf } from '@/lib/audit/signing-key';
import { type VerifyReport, verifyAudit } from '@/lib/audit/verify';
import { type CheckpointReport, verifyCheckpoints } from '@/lib/audit/verify-checkpoints';
import { systemActor } from '@/lib/auth/actor';
import { withBoard } from '@/lib/cli/board-access';
import { complain, type OutputOptions, show } from '@/lib/cli/output';
import { progressBar } from '@/lib/cli/progress';
import { readClient } from '@/lib/clients/client-queries';
import { AppError } from '@/lib/errors';
import { checkpointPlace } from '@/lib/keys/checkpoint-place';

interface VerifyFlags extends OutputOptions {
  client?: string;
  publicKey?: string;
  checkpoints?: string;
}

/** The chains, and what they were held against. `outside` is null where there is no checkpoint to hold them against. */
interface WholeReport extends VerifyReport {
  outside: CheckpointReport | null;
  /** Why nothing outside the database was checked. */
  notOutside: string | null;
}

export function auditVerifyCommand(): Command {
  return new Command('verify')
    .description('Check every event against its MAC, the event before it and the newest signed checkpoint.')
    .option('--client <slug>', 'only the events of this client')
    .option('--public-key <file>', 'the key that checks checkpoints, as PEM; unset: this board’s own')
    .option('--checkpoints <folder>', 'where the checkpoints are; unset: where this board keeps them')
    .option('--json', 'answer in JSON')
    .action(verify);
}

async function verify(flags: VerifyFlags): Promise<void> {
  const actor = systemActor('cli');
  const bar = progressBar('Events checked');
  const report = await withBoard(async (): Promise<WholeReport> => {
    const chain = flags.client === undefined ? {} : { clientId: (await readClient(actor, flags.client)).id };
    const chains = await verifyAudit(actor, { ...chain, onProgress: bar.show }).finally(bar.done);
    const place = await outsidePlace(flags);
    if (typeof place === 'string') return { ...chains, outside: null, notOutside: place };
    const outside = await verifyCheckpoints(actor, { ...place, ...chain });
    return {
      ...chains,
      outside,
      notOutside: outside.against === null ? nothingIn(outside, place.problem) : null,
    };
  });
  show(report, flags, lines);
  const problems = problemsOf(report);
  if (problems.length === 0) return;
  if (flags.json !== true) for (const problem of problems) complain(problem);
  if (isKeyOnly(report)) throw new AppError('configuration', 'The log was not held against its checkpoints.');
  throw new AppError(
    'unexpected',
    'The audit log is not what was written: leave the database as it is, and tell your admin.',
  );
}

interface OutsidePlace {
  folder: string;
  publicKey: Buffer | null;
  /** Why there is no key. */
  problem?: string;
}

/** Where to look and with which key, or the sentence that says why there is no such place. */
async function outsidePlace(flags: VerifyFlags): Promise<OutsidePlace | string> {
  const given =
    flags.publicKey === undefined ? undefined : parsePublicKeyPem(await readText(flags.publicKey));
  const folder = flags.checkpoints === undefined ? undefined : path.resolve(flags.checkpoints);
  if (given !== undefined && folder !== undefined) return { folder, publicKey: given };
  const place = await orSentence(async () => checkpointPlace());
  if (typeof place === 'string') return place;
  const found = { folder: folder ?? place.folder, publicKey: given ?? null };
  if (given !== undefined) return found;
  const own = await orSentence(() => publicKeyOf(place.signer));
  return typeof own === 'string' ? { ...found, problem: own } : { ...found, publicKey: own };
}

async function orSentence<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'configuration') return error.message;
    throw error;
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new AppError('invalid', `${file} cannot be read: give --public-key a file with the key in PEM.`);
  });
}

function nothingIn({ folder, findings }: CheckpointReport, problem = ''): string {
  return findings.length === 0
    ? `There is no checkpoint in ${folder} yet.`
    : `There is no sound checkpoint in ${folder}. ${problem}`.trimEnd();
}

/** Everything else is as it was written: a key that cannot be had is no reason to leave the database alone. */
function isKeyOnly({ findings, outside }: WholeReport): boolean {
  return findings.length === 0 && (outside?.findings ?? []).every(({ kind }) => kind === 'no-key');
}

function problemsOf({ findings, outside }: WholeReport): string[] {
  return [
    ...findings.map(({ chain, says }) => `Chain ${chain}: ${says}`),
    ...(outside?.findings.map(({ says }) => says) ?? []),
  ];
}

function lines({ chains, events, unchecked, findings, outside, notOutside }: WholeReport): string[] {
  const against = outside?.against ?? null;
  return [
    ...(findings.length === 0 ? [`Whole: ${events} events in ${chains} chains.`] : []),
    ...(unchecked === 0
      ? []
      : [`Not checked: ${unchecked} events whose master key is retired; compare them with the sealed copy.`]),
    ...(against === null
      ? [
          `Nothing outside the database was checked, so a cut tail or an older copy would not show. ${notOutside}`,
        ]
      : [`Held against checkpoint ${against.number} of ${against.at}, hash ${against.hash}.`]),
  ];
}
