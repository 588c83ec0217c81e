import { malformedKey, missingKey } from '@/lib/vault/errors';
import { parseKeyText } from '@/lib/vault/key-text';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

/**
 * A master key that came in an environment variable, as base64 of 32 bytes. The caller reads the variable, as one
 * file of the product reads the environment; its name is for the sentences. One variable holds one version. The
 * weakest of the places: child processes inherit it, and `ps e` and crash reports show it.
 */
export function envKeyProvider(variable: { name: string; value: string | undefined }): KeyProvider {
  const place = () => `the environment variable ${variable.name}`;
  return {
    describe: place,
    async load(version) {
      // An empty variable is how many tools write "not set".
      if (variable.value === undefined || variable.value === '') throw missingKey(version, place());
      const key = parseKeyText(variable.value);
      if (key === undefined) throw malformedKey(version, place());
      return key;
    },
  };
}
