/** What a value is encrypted for. Each purpose has keys of its own, even for the same owner. */
export const PURPOSES = ['client-credential', 'org-secret', 'team-secret', 'user-secret'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * Where a value lives. All of it is bound to the ciphertext, so all of it must come from the row's own place and
 * never from the request.
 */
export interface VaultContext {
  purpose: Purpose;
  /** The client's, team's, user's or organisation's id: a uuid, lower case with hyphens. */
  ownerId: string;
  /** The slot's id, or the secret path: 1 to 512 bytes. */
  slot: string;
  /** From 1, one more with each replacement: an old row put back does not open under the new version. */
  valueVersion: number;
  /** The owner's own 32 random bytes, from `makeOwnerSalt`. */
  salt: Uint8Array;
}

export const SALT_BYTES = 32;
const SLOT_BYTES_AT_MOST = 512;
// One spelling only. PostgreSQL writes uuids this way; another spelling would be another owner to the cipher.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The first thing wrong with a context, as a sentence without any of its values, or undefined when it is sound.
 * Types promise all this already; the check stays because a context is put together from database rows, and a
 * salt of another length or a null would otherwise derive a key that no one can ever derive again.
 */
export function contextProblem(context: VaultContext): string | undefined {
  if (!PURPOSES.includes(context.purpose))
    return 'The purpose of a vault context is not one of the known ones.';
  if (typeof context.ownerId !== 'string' || !UUID.test(context.ownerId)) {
    return 'The ownerId of a vault context is not a lower-case uuid.';
  }
  if (!isSlot(context.slot))
    return `The slot of a vault context is not 1 to ${SLOT_BYTES_AT_MOST} bytes of text.`;
  if (!Number.isSafeInteger(context.valueVersion) || context.valueVersion < 1) {
    return 'The valueVersion of a vault context is not a whole number from 1.';
  }
  if (!(context.salt instanceof Uint8Array) || context.salt.length !== SALT_BYTES) {
    return `The salt of a vault context is not ${SALT_BYTES} bytes.`;
  }
  return undefined;
}

function isSlot(slot: unknown): boolean {
  // A lone surrogate has no UTF-8 form: it and U+FFFD would give the same associated data.
  if (typeof slot !== 'string' || LONE_SURROGATE.test(slot)) return false;
  const bytes = Buffer.byteLength(slot, 'utf8');
  return bytes >= 1 && bytes <= SLOT_BYTES_AT_MOST;
}
