import { createHmac } from 'node:crypto';
import { withDerivedKey } from '@/lib/vault/derive';
import { MasterKeyError } from '@/lib/vault/errors';
import { sameBytes } from '@/lib/vault/fingerprint';
import { type Keyring, masterKey } from '@/lib/vault/keyring';

// Fixed, unlike an owner's salt: the log must stay verifiable for as long as its key lives, and a salt in the
// database is something to delete. RFC 5869, 2.2, takes zeros of the hash's length where there is no salt.
const NO_SALT = Buffer.alloc(32);

export interface AuditMac {
  /** 32 bytes. */
  mac: Buffer;
  /** The master key version it was made with: store it beside the MAC. */
  keyVersion: number;
}

/**
 * HMAC-SHA256 over `message` with the key of one audit chain (purpose `audit-mac`). `chain` names the chain;
 * `message` must be canonical and include the MAC of the event before it. Rejects an unknown or retired key
 * version with a MasterKeyError: "cannot be checked" must not read as "was tampered with".
 */
export function deriveAuditMac(
  keyring: Keyring,
  chain: string,
  message: Uint8Array,
  keyVersion: number,
): AuditMac {
  const master = masterKey(keyring, keyVersion);
  if (master === undefined) {
    throw new MasterKeyError(
      'unknown-version',
      `Master key ${keyVersion} is not loaded`,
      'put it back from your backup',
    );
  }
  const scope = { purpose: 'audit-mac', ownerId: chain, salt: NO_SALT } as const;
  const mac = withDerivedKey(master, scope, (key) => createHmac('sha256', key).update(message).digest());
  return { mac, keyVersion };
}

/** Whether `claimed` is the MAC of `message` in that chain; compared in constant time. */
export function auditMacMatches(
  keyring: Keyring,
  chain: string,
  message: Uint8Array,
  claimed: AuditMac,
): boolean {
  return sameBytes(deriveAuditMac(keyring, chain, message, claimed.keyVersion).mac, claimed.mac);
}
