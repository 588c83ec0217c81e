/**
 * A place where master keys are kept. One method is required; a place that the board may also write to has
 * `store` as well, and a place that only reads (an environment variable, a wrapped key) simply lacks it.
 */
export interface KeyProvider {
  /** The place as a noun phrase for a sentence ("the file /…/master-key"), never anything of the key. */
  describe(version: number): string;
  /**
   * The 32 bytes of a version, as a buffer of its own that the caller overwrites after use. Rejects with a
   * MasterKeyError: `missing`, `malformed`, `insecure` or `unavailable`.
   */
  load(version: number): Promise<Buffer>;
  /** Keeps a new key. Rejects with a MasterKeyError `exists` instead of overwriting one, or with `unavailable`. */
  store?(version: number, key: Uint8Array): Promise<void>;
}
