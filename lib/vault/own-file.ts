import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const OTHERS_MAY_ANYTHING = 0o077;

const SUPERUSER = 0;

/**
 * A file's text, or why there is none: `odd` is no regular file or too long, `insecure` others than its owner may use,
 * `foreign` belongs to another user, who could read and replace it whatever its mode.
 */
export type OwnFile = { text: string } | 'missing' | 'unreadable' | 'odd' | 'insecure' | 'foreign';

/** Reads a small file that holds a key, as the user `userId`. `longestBytes`: more cannot be a key. */
export async function readOwnFile(
  file: string,
  longestBytes: number,
  userId = process.geteuid?.(),
): Promise<OwnFile> {
  let handle: FileHandle;
  try {
    // Non-blocking, or a named pipe in the file's place would hold up the start for ever.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return hasCode(error, 'ENOENT') ? 'missing' : 'unreadable';
  }
  try {
    // Asked of the open handle and not of the path, so that the file judged is the file read.
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > longestBytes) return 'odd';
    if (userId !== undefined && stat.uid !== userId && stat.uid !== SUPERUSER) return 'foreign';
    if ((stat.mode & OTHERS_MAY_ANYTHING) !== 0) return 'insecure';
    return { text: await handle.readFile('utf8') };
  } finally {
    await handle.close();
  }
}

/**
 * Whole or not at all, and never over another file: the text is written and synced under a name of its own, then
 * linked to the real one. A plain write could be cut short, a rename would overwrite. Gives false, having changed
 * nothing, if the file exists.
 */
export async function writeNewFile(file: string, text: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeAndSync(draft, text);
    await link(draft, file);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  // The name is in the folder; without this a power cut could take it back after values were encrypted.
  const folder = await open(dirname(file), constants.O_RDONLY);
  await folder.sync().finally(() => folder.close());
  return true;
}

async function writeAndSync(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
