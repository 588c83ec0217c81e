import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { existingKey, MasterKeyError, malformedKey, missingKey, unavailableKey } from '@/lib/vault/errors';
import { formatKeyText, parseKeyText } from '@/lib/vault/key-text';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

const OTHERS_MAY_ANYTHING = 0o077;
const LONGEST_KEY_FILE_BYTES = 64;

/**
 * Master keys in files of mode 0600, one base64 line each: version 1 at `path`, version n at `path.n`. Whoever
 * copies the disk has them; a keyring or KMS is better, and the application warns accordingly.
 */
export function fileKeyProvider(path: string): KeyProvider {
  const fileOf = (version: number) => resolve(version === 1 ? path : `${path}.${version}`);
  const place = (version: number) => `the file ${fileOf(version)}`;
  return {
    describe: place,
    async load(version) {
      const text = await readKeyFile(fileOf(version), version, place(version));
      const key = parseKeyText(text);
      if (key === undefined) throw malformedKey(version, place(version));
      return key;
    },
    async store(version, key) {
      const written = await writeNewFile(fileOf(version), `${formatKeyText(key)}\n`).catch(() => {
        throw unavailableKey(version, place(version), 'make its folder writable for this user');
      });
      if (!written) throw existingKey(version, place(version));
    },
  };
}

async function readKeyFile(file: string, version: number, where: string): Promise<string> {
  let handle: FileHandle;
  try {
    // Non-blocking, or a named pipe in the file's place would hold up the start for ever.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw missingKey(version, where);
    throw unavailableKey(version, where, 'make it readable for this user');
  }
  try {
    // Asked of the open handle and not of the path, so that the file judged is the file read.
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > LONGEST_KEY_FILE_BYTES) throw malformedKey(version, where);
    if ((stat.mode & OTHERS_MAY_ANYTHING) !== 0) {
      throw new MasterKeyError(
        'insecure',
        `Others than its owner may use ${where}`,
        `run "chmod 600 ${file}"`,
      );
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/**
 * Whole or not at all, and never over another file: the text is written and synced under a name of its own, then
 * linked to the real one. A plain write could be cut short, a rename would overwrite. Gives false, having changed
 * nothing, if the file exists.
 */
async function writeNewFile(file: string, text: string): Promise<boolean> {
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
