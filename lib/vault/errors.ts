/**
 * Next builds a module into several bundles, and one vault serves them all, so that its errors meet the classes of
 * another bundle. `instanceof` goes by name here: by identity it would answer no, and a failed decryption would
 * pass for a crash.
 */
function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name;
}

/**
 * The one answer for everything that does not open: wrong key, wrong place, wrong version, one flipped bit, too
 * short, no envelope at all. It carries no cause and no detail, because whoever can tell these cases apart can ask
 * the vault questions about values that are not theirs.
 */
export class VaultError extends Error {
  readonly code = 'cannot-open';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'VaultError');
  }

  constructor() {
    super('This value cannot be opened.');
    this.name = 'VaultError';
  }
}

/** A text that cannot become a secret value. The sentence may be shown; it never holds any of the text. */
export class SecretTextError extends Error {
  readonly code: 'not-text' | 'too-large';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'SecretTextError');
  }

  constructor(code: 'not-text' | 'too-large', message: string) {
    super(message);
    this.name = 'SecretTextError';
    this.code = code;
  }
}

/**
 * `missing` nothing is kept there · `malformed` something else than 32 bytes is · `wrong` a key is, but not this
 * database's · `insecure` others can read it · `unavailable` the place cannot be reached at all (the sign to fall
 * back to another provider on a first start) · `refused` it can be reached and says no · `exists` and `cannot-store`
 * concern a new key · `used-up` the key has encrypted as often as is safe · `unknown-version` and `ambiguous` concern
 * the list of versions itself.
 */
export type MasterKeyErrorCode =
  | 'missing'
  | 'malformed'
  | 'wrong'
  | 'insecure'
  | 'unavailable'
  | 'refused'
  | 'exists'
  | 'cannot-store'
  | 'used-up'
  | 'unknown-version'
  | 'ambiguous';

/** Ends every sentence about a master key: the command that shows where each version is looked for. */
const CHECK_WITH = 'then check it with "npm run board -- key show"';

/**
 * A master key that cannot be used. The message is one sentence: what is wrong, where the key was looked for, what
 * mends it. It has no `cause`, since the errors of keyrings and file systems are not ours to vouch for.
 */
export class MasterKeyError extends Error {
  readonly code: MasterKeyErrorCode;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isNamed(value, 'MasterKeyError');
  }

  /** `problem` says what is wrong and where, `remedy` what to do; neither ends in a full stop. */
  constructor(code: MasterKeyErrorCode, problem: string, remedy: string) {
    super(`${problem}: ${remedy}, ${CHECK_WITH}.`);
    this.name = 'MasterKeyError';
    this.code = code;
  }
}

/** Nothing is kept at `where` (a noun phrase, as a provider's `describe` gives). */
export function missingKey(version: number, where: string): MasterKeyError {
  return new MasterKeyError(
    'missing',
    `Master key ${version} is missing from ${where}`,
    'put it back from your backup',
  );
}

/** What is kept at `where` is not 32 bytes in base64. */
export function malformedKey(version: number, where: string): MasterKeyError {
  return new MasterKeyError(
    'malformed',
    `Master key ${version} in ${where} is not 32 bytes in base64`,
    'put the right key back from your backup',
  );
}

/** The place itself cannot be used; `remedy` says how it becomes reachable. */
export function unavailableKey(version: number, where: string, remedy: string): MasterKeyError {
  return new MasterKeyError('unavailable', `Master key ${version} cannot be reached in ${where}`, remedy);
}

/** A new key would replace one that is already there, and with it every value under that one. */
export function existingKey(version: number, where: string): MasterKeyError {
  return new MasterKeyError(
    'exists',
    `Master key ${version} is already in ${where} and is never overwritten`,
    'use it or move it away yourself',
  );
}
