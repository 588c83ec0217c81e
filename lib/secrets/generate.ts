import 'server-only';
import type { Generator } from '@/lib/catalogue/schema';
import { randomCharacters, randomUuid, type SecretValue } from '@/lib/vault/vault';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/** The alphabets of the generators; `safe` survives every shell, URL and `security -i` line unquoted. */
const CHARSETS = {
  alnum: UPPER + LOWER + DIGITS,
  hex: `${DIGITS}abcdef`,
  base64: `${UPPER}${LOWER}${DIGITS}+/`,
  safe: `${UPPER}${LOWER}${DIGITS}._-`,
} as const;

/** A fresh value from a slot's generator, uniform over its alphabet. */
export function generateSecret(generator: Generator): SecretValue {
  if (generator.kind === 'uuid') return randomUuid();
  return randomCharacters(generator.length, CHARSETS[generator.charset]);
}
