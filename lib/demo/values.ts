import 'server-only';
import type { Slot } from '@/lib/catalogue/schema';
import { generateSecret } from '@/lib/secrets/generate';
import { randomCharacters, randomUuid, SecretValue } from '@/lib/vault/vault';

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const hex = (length: number) => generateSecret({ kind: 'random', length, charset: 'hex' }).reveal();
const letters = (length: number) => generateSecret({ kind: 'random', length, charset: 'alnum' }).reveal();

/** Values of the right form for the slots that a person types. They open nothing: every one is made up here. */
const MAKERS: Readonly<Record<string, () => string>> = {
  'openrouter.api-key': () => `sk-or-v1-${hex(64)}`,
  'tailscale.auth-key': () => `tskey-auth-${letters(16)}-${letters(32)}`,
  'skills.github-token': () => `github_pat_${letters(22)}_${letters(59)}`,
  'skills.github-classic-token': () => `ghp_${letters(36)}`,
  'web-search.api-key': () => `pplx-${letters(48)}`,
  'heartbeat.url': () => `https://hc-ping.com/${randomUuid().reveal()}`,
  'followupboss.system-key': () => hex(32),
  'filevault.recovery-key-ours': () =>
    Array.from({ length: 6 }, () => randomCharacters(4, CAPITALS).reveal()).join('-'),
};

/** A made-up value for a slot of ours, or null when the demo has none of that form. */
export function demoValue(slot: Pick<Slot, 'id'>): SecretValue | null {
  const make = MAKERS[slot.id];
  return make === undefined ? null : new SecretValue(make());
}

/** Where a demo client keeps a value of theirs. */
export function demoReference(clientName: string, slot: Pick<Slot, 'id' | 'name'>) {
  const vault = clientName.replace(/[^A-Za-z0-9 -]/g, '').replace(/ +/g, ' ');
  const item = slot.name.replace(/[^A-Za-z0-9 -]/g, '');
  return { reference: `op://${vault}/${item}/credential`, label: slot.name };
}
