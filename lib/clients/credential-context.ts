import 'server-only';
import { AppError } from '@/lib/errors';
import type { VaultContext } from '@/lib/vault/vault';

/** Where a client's value lives, for the vault: everything here is bound to the ciphertext. */
export function credentialContext(place: {
  clientId: string;
  slotId: string;
  valueVersion: number;
  salt: Buffer | null;
}): VaultContext {
  if (place.salt === null) {
    throw new AppError(
      'retention-due',
      'The values of this client were purged. They cannot be brought back.',
    );
  }
  return {
    purpose: 'client-credential',
    ownerId: place.clientId,
    slot: place.slotId,
    valueVersion: place.valueVersion,
    salt: place.salt,
  };
}
