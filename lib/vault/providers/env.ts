import { malformedKey, missingKey } from '@/lib/vault/errors';
import { parseKeyText } from '@/lib/vault/key-text';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

export interface KeyVariable {
  name: string;
  value: string | undefined;
}

/**
 * Master keys that came in environment variables, one a version, as base64 of 32 bytes. The caller reads them, as one
 * file of the product reads the environment; their names are for the sentences. The weakest of the places: child
 * processes inherit it, and `ps e` and crash reports show it.
 */
export function envKeyProvider(variableOf: (version: number) => KeyVariable): KeyProvider {
  const place = (version: number) => `the environment variable ${variableOf(version).name}`;
  return {
    describe: place,
    async load(version) {
      const { value } = variableOf(version);
      // An empty variable is how many tools write "not set".
      if (value === undefined || value === '') throw missingKey(version, place(version));
      const key = parseKeyText(value);
      if (key === undefined) throw malformedKey(version, place(version));
      return key;
    },
  };
}
