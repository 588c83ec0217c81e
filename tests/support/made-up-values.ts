import { randomBytes } from 'node:crypto';

const hex = (length: number) => randomBytes(length).toString('hex').slice(0, length);
const letters = (length: number) =>
  randomBytes(length * 2)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, 'x')
    .slice(0, length);

const FORMS: Readonly<Record<string, () => string>> = {
  OPENROUTER_API_KEY: () => `sk-or-v1-${hex(64)}`,
  TS_AUTHKEY: () => `tskey-auth-${letters(16)}-${letters(32)}`,
  GITHUB_TOKEN: () => `github_pat_${letters(22)}_${letters(59)}`,
  HEARTBEAT_URL: () => `https://hc.example/${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
  PERPLEXITY_API_KEY: () => `pplx-${letters(48)}`,
  FUB_X_SYSTEM_KEY: () => hex(32),
  FILEVAULT_RECOVERY_KEY_OURS: () => Array.from({ length: 6 }, () => hex(4).toUpperCase()).join('-'),
};

/** A made-up value in the form a slot wants. It opens nothing, and no two are alike. */
export function madeUpValue(slotKey: string): string {
  return FORMS[slotKey]?.() ?? letters(40);
}
