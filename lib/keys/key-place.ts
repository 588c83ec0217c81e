import 'server-only';
import path from 'node:path';
import { env, masterKeyVariable } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { ensureInstallation } from '@/lib/keys/installation';
import {
  createMasterKey,
  createWrappedMasterKey,
  envKeyProvider,
  fileKeyProvider,
  type KeyProvider,
  type KeyWrapper,
  keychainKeyProvider,
  kmsKeyWrapper,
  MasterKeyError,
  wrappedKeyProvider,
} from '@/lib/vault/vault';

export const PROVIDERS = ['keychain', 'kms', 'file', 'env'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** What the database says of where a version is kept. */
export interface KeptKey {
  version: number;
  provider: ProviderName;
  wrappedKey: Buffer | null;
}

/** The file that holds the master key where no keyring does. */
function masterKeyFile(): string {
  const { MASTER_KEY_FILE, BOARD_DATA_DIR } = env();
  return path.resolve(/* turbopackIgnore: true */ BOARD_DATA_DIR, MASTER_KEY_FILE ?? 'master-key');
}

/** A place that keeps keys itself, as the configuration sets it up. */
export async function storingProvider(name: Exclude<ProviderName, 'kms'>): Promise<KeyProvider> {
  switch (name) {
    case 'keychain':
      return keychainKeyProvider((await ensureInstallation(env().BOARD_DATA_DIR)).installation);
    case 'file':
      return fileKeyProvider(masterKeyFile());
    case 'env':
      return envKeyProvider(masterKeyVariable);
  }
}

/** AWS KMS with the configured key, or another one. */
export function kmsWrapper(keyId = env().KMS_KEY_ID): KeyWrapper {
  if (keyId === undefined) {
    throw new AppError(
      'configuration',
      'KMS_KEY_ID is not set, and AWS KMS keeps the master key: set it to the key’s id, ARN or alias.',
    );
  }
  const { AWS_REGION, AWS_ENDPOINT_URL_KMS } = env();
  return kmsKeyWrapper({ keyId, region: AWS_REGION, endpoint: AWS_ENDPOINT_URL_KMS });
}

/**
 * Where to load a recorded version from: where it was put. A key that is gone from there, or out of reach, is looked
 * for where MASTER_KEY_PROVIDER says, so that a backup opens on a machine that keeps its key elsewhere.
 */
export async function providerOf(kept: KeptKey): Promise<KeyProvider> {
  const recorded = await providerNamed(kept.provider, kept);
  const configured = env().MASTER_KEY_PROVIDER;
  if (configured === undefined || configured === 'kms' || configured === kept.provider) return recorded;
  return firstOf(recorded, await providerNamed(configured, kept));
}

/** Which place a new version goes to, unless told otherwise. */
export function providerForNew(current: ProviderName): ProviderName {
  return env().MASTER_KEY_PROVIDER ?? current;
}

/** Makes a new version in a place and checks that it can be had back. `wrappedKey` is to be recorded with it. */
export async function makeKey(
  name: ProviderName,
  version: number,
): Promise<{ fingerprint: Buffer; wrappedKey: Buffer | null }> {
  if (name !== 'kms') {
    return { fingerprint: await createMasterKey(await storingProvider(name), version), wrappedKey: null };
  }
  const { fingerprint, wrapped } = await createWrappedMasterKey(kmsWrapper(), version);
  return { fingerprint, wrappedKey: wrapped };
}

/** Production takes no key that lies on the machine itself, whatever the configuration names, unless told so. */
export function refuseInProduction(name: ProviderName, version: number, place: string): void {
  const { BOARD_MODE, ALLOW_PLAINTEXT_MASTER_KEY } = env();
  if (name === 'kms' || BOARD_MODE !== 'production' || ALLOW_PLAINTEXT_MASTER_KEY) return;
  throw new AppError(
    'configuration',
    `Master key ${version} is kept in ${place}, which production does not take: ` +
      'run "npm run board -- key move --to kms", or set ALLOW_PLAINTEXT_MASTER_KEY=1.',
  );
}

async function providerNamed(name: ProviderName, kept: KeptKey): Promise<KeyProvider> {
  if (name !== 'kms') return storingProvider(name);
  const wraps = new Map(kept.wrappedKey === null ? [] : [[kept.version, kept.wrappedKey]]);
  return wrappedKeyProvider(kmsWrapper(), wraps);
}

function firstOf(recorded: KeyProvider, configured: KeyProvider): KeyProvider {
  let found = recorded;
  return {
    describe: (version) => found.describe(version),
    async load(version) {
      found = recorded;
      try {
        return await recorded.load(version);
      } catch (error) {
        if (!isAbsent(error)) throw error;
        const key = await configured.load(version).catch((second: unknown) => {
          throw isAbsent(second) ? error : second;
        });
        found = configured;
        return key;
      }
    },
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof MasterKeyError && (error.code === 'missing' || error.code === 'unavailable');
}
