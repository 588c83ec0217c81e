import { inspect } from 'node:util';
import { SecretTextError } from '@/lib/vault/errors';

/** The most a value may be, in bytes of UTF-8: a service-account file fits many times over. */
export const MAX_SECRET_BYTES = 64 * 1024;

const REDACTED = '[redacted]';
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * A secret on its way through the program. However it is printed, joined, logged or serialised it says
 * `[redacted]`; the text leaves by `reveal()` alone, which can be searched for. The text is a private field, not
 * a property, because loggers, structuredClone and inspect walk properties and cannot see private fields.
 */
export class SecretValue {
  readonly #text: string;

  /** Any text up to 64 KiB of UTF-8, the empty one included; anything else throws a SecretTextError. */
  constructor(text: string) {
    if (typeof text !== 'string') throw new SecretTextError('not-text', 'A secret value must be text.');
    if (Buffer.byteLength(text, 'utf8') > MAX_SECRET_BYTES) {
      throw new SecretTextError('too-large', 'This value is larger than 64 KiB: store a shorter one.');
    }
    // Half a surrogate pair has no UTF-8 form. Encoding would turn it into U+FFFD without a word, and the value
    // that comes out would not be the one that went in.
    if (LONE_SURROGATE.test(text)) {
      throw new SecretTextError(
        'not-text',
        'This value holds a broken character: copy it again from its source.',
      );
    }
    this.#text = text;
    Object.freeze(this);
  }

  /** The text itself. Hand it to the one place that needs it and keep no copy. */
  reveal(): string {
    return this.#text;
  }

  /** Length in characters (code points), as `${#FOO}` counts them in a shell, so that the two can be compared. */
  get length(): number {
    let characters = 0;
    for (const _ of this.#text) characters += 1;
    return characters;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
