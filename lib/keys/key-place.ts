import 'server-only';
import path from 'node:path';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { ensureInstallation } from '@/lib/keys/installation';
import { envKeyProvider, fileKeyProvider, type KeyProvider, keychainKeyProvider } from '@/lib/vault/vault';

export type ProviderName = 'keychain' | 'kms' | 'file' | 'env';

/** The file that holds the master key where no keyring does. */
export function masterKeyFile(): string {
  const { MASTER_KEY_FILE, BOARD_DATA_DIR } = env();
  return path.resolve(/* turbopackIgnore: true */ BOARD_DATA_DIR, MASTER_KEY_FILE ?? 'master-key');
}

/** The provider of that name, as the configuration sets it up. */
export async function keyProvider(name: ProviderName): Promise<KeyProvider> {
  switch (name) {
    case 'keychain':
      return keychainKeyProvider((await ensureInstallation(env().BOARD_DATA_DIR)).installation);
    case 'file':
      return fileKeyProvider(masterKeyFile());
    case 'env':
      return envKeyProvider({ name: 'MASTER_KEY', value: env().MASTER_KEY });
    case 'kms':
      throw new AppError(
        'configuration',
        'The master key is kept in AWS KMS, which this version does not read: start the version that put it there.',
      );
  }
}

/** Which provider to ask: the configured one where there is one, so that a key can be moved, else the recorded one. */
export function providerToAsk(recorded: ProviderName): ProviderName {
  return env().MASTER_KEY_PROVIDER ?? recorded;
}
