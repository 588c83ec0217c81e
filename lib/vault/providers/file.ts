import { resolve } from 'node:path';
import { existingKey, MasterKeyError, malformedKey, missingKey, unavailableKey } from '@/lib/vault/errors';
import { formatKeyText, parseKeyText } from '@/lib/vault/key-text';
import { readOwnFile, writeNewFile } from '@/lib/vault/own-file';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

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
  const found = await readOwnFile(file, LONGEST_KEY_FILE_BYTES);
  switch (found) {
    case 'missing':
      throw missingKey(version, where);
    case 'unreadable':
      throw unavailableKey(version, where, 'make it readable for this user');
    case 'odd':
      throw malformedKey(version, where);
    case 'insecure':
      throw new MasterKeyError(
        'insecure',
        `Others than its owner may use ${where}`,
        `run "chmod 600 ${file}"`,
      );
    case 'foreign':
      throw new MasterKeyError(
        'insecure',
        `Another user owns ${where}`,
        `run "chown" to give ${file} to the user that runs the board`,
      );
    default:
      return found.text;
  }
}
