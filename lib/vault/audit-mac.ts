import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
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

/** The MACs of one chain. Holds its derived keys, one a key version, for as long as the caller holds this. */
export interface AuditChain {
  /** The MAC of a message. `keyVersion`: the active one unless told otherwise. */
  mac(message: Uint8Array, keyVersion?: number): AuditMac;
  /** Whether `claimed` is the MAC of `message` in this chain; compared in constant time. */
  matches(message: Uint8Array, claimed: AuditMac): boolean;
}

/**
 * HMAC-SHA256 with the key of one audit chain (purpose `audit-mac`). `chain` names the chain; a message must be
 * canonical and include the MAC of the event before it. Both functions reject an unknown or retired key version with a
 * MasterKeyError: "cannot be checked" must not read as "was tampered with".
 *
 * The keys are derived once, unlike an owner's: they open no value, no salt can be deleted under them, and a log of a
 * million events would otherwise be a million derivations.
 */
export function auditChain(keyring: Keyring, chain: string): AuditChain {
  const keys = new Map<number, KeyObject>();
  const keyOf = (version: number): KeyObject => {
    const known = keys.get(version);
    if (known !== undefined) return known;
    const derived = deriveChainKey(keyring, chain, version);
    keys.set(version, derived);
    return derived;
  };
  const mac = (message: Uint8Array, keyVersion = keyring.activeVersion): AuditMac => ({
    mac: createHmac('sha256', keyOf(keyVersion)).update(message).digest(),
    keyVersion,
  });
  return {
    mac,
    matches: (message, claimed) => sameBytes(mac(message, claimed.keyVersion).mac, claimed.mac),
  };
}

function deriveChainKey(keyring: Keyring, chain: string, keyVersion: number): KeyObject {
  const master = masterKey(keyring, keyVersion);
  if (master === undefined) {
    throw new MasterKeyError(
      'unknown-version',
      `Master key ${keyVersion} is not loaded`,
      'put it back from your backup',
    );
  }
  const scope = { purpose: 'audit-mac', ownerId: chain, salt: NO_SALT } as const;
  return withDerivedKey(master, scope, (key) => createSecretKey(key));
}
