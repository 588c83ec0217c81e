import 'server-only';
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { fileText, parseSealed, type SealedCheckpoint } from '@/lib/audit/checkpoint';
import { AppError } from '@/lib/errors';

const NAME = /^checkpoint-(\d{8,15})\.json$/;

/** The numbers of the checkpoints in a folder, lowest first. A folder that is not there has none. */
export async function listCheckpoints(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unusable(folder, error);
  });
  const numbers = names.flatMap((name) => Number(NAME.exec(name)?.[1] ?? []));
  return numbers.sort((one, other) => one - other);
}

/** One checkpoint of the folder; null when its file is damaged or says another number than its name. */
export async function readCheckpoint(folder: string, number: number): Promise<SealedCheckpoint | null> {
  const text = await readFile(fileOf(folder, number), 'utf8').catch((error: unknown) => {
    throw unusable(folder, error);
  });
  const sealed = parseSealed(text);
  return sealed?.checkpoint.number === number ? sealed : null;
}

/**
 * Puts a checkpoint into the folder: whole or not at all, on the disk before this returns, and never over another.
 * Gives the file's path. Throws `conflict` when there is one of this number, `configuration` when the folder cannot
 * be written to.
 */
export async function keepCheckpoint(folder: string, sealed: SealedCheckpoint): Promise<string> {
  const file = fileOf(folder, sealed.checkpoint.number);
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await synced(draft, 'wx', (handle) => handle.writeFile(fileText(sealed)));
    await link(draft, file);
    await synced(folder, 'r', async () => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(folder, error);
    throw new AppError('conflict', `${file} is there already, and a checkpoint is never overwritten.`);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return file;
}

type Handle = Awaited<ReturnType<typeof open>>;

async function synced(
  place: string,
  flags: 'wx' | 'r',
  work: (handle: Handle) => Promise<void>,
): Promise<void> {
  const handle = await open(/* turbopackIgnore: true */ place, flags, 0o644);
  try {
    await work(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function fileOf(folder: string, number: number): string {
  const name = `checkpoint-${String(number).padStart(8, '0')}.json`;
  return path.join(/* turbopackIgnore: true */ folder, name);
}

function unusable(folder: string, cause: unknown): AppError {
  return new AppError(
    'configuration',
    `The checkpoints in ${folder} cannot be read or written: make the folder usable for this user, or set CHECKPOINT_DIR.`,
    { cause },
  );
}
