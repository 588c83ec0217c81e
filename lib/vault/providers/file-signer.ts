import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { resolve } from 'node:path';
import { readOwnFile, writeNewFile } from '@/lib/vault/own-file';
import { SigningKeyError, type StatementSigner } from '@/lib/vault/statement-signer';

const LONGEST_PEM_BYTES = 512;

/** A signing key in a file of mode 0600: Ed25519, PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it. */
export function fileSigner(path: string): StatementSigner {
  const file = resolve(path);
  const place = `the file ${file}`;
  return {
    describe: () => place,
    async publicKey() {
      return createPublicKey(await loadKey(file, place)).export({ format: 'der', type: 'spki' });
    },
    async sign(message) {
      return sign(null, message, await loadKey(file, place));
    },
    async create() {
      const { privateKey } = generateKeyPairSync('ed25519');
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
      const written = await writeNewFile(file, pem.toString()).catch(() => {
        throw unusable(place, 'cannot be written', 'make its folder writable for this user');
      });
      if (!written) throw unusable(place, 'is there already and is never overwritten', 'use it');
    },
  };
}

/** Read at each use: it is used once an hour, and so it is in memory for no longer than that. */
async function loadKey(file: string, place: string): Promise<KeyObject> {
  const found = await readOwnFile(file, LONGEST_PEM_BYTES);
  if (found === 'missing') {
    throw new SigningKeyError(
      'missing',
      `The checkpoint key is missing from ${place}`,
      'put it back from your backup',
    );
  }
  if (found === 'unreadable') throw unusable(place, 'cannot be read', 'make it readable for this user');
  if (found === 'insecure') {
    throw unusable(place, 'may be used by others than its owner', `run "chmod 600 ${file}"`);
  }
  if (found === 'foreign') {
    throw unusable(
      place,
      'belongs to another user',
      `run "chown" to give ${file} to the user that runs the board`,
    );
  }
  const key = found === 'odd' ? undefined : parse(found.text);
  if (key === undefined) throw unusable(place, 'is no Ed25519 key in PEM', 'put it back from your backup');
  return key;
}

function parse(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function unusable(place: string, because: string, remedy: string): SigningKeyError {
  return new SigningKeyError('unusable', `The checkpoint key in ${place} ${because}`, remedy);
}
