import { describe, expect, it } from 'vitest';
import { COPY_LEAVES, leavesBehind, usesKeychain } from '@/components/runbook/leaves-behind';
import { forget, loadFromKeychain, readSecret, storeInKeychain } from '@/lib/catalogue/secret-steps';

const slot = {
  id: 'openrouter.api-key',
  key: 'OPENROUTER_API_KEY',
  name: 'OpenRouter key',
  tag: 'our-managed',
  format: null,
  required: true,
  when: undefined,
} as const;

/** Every command by which a value is handled, as the catalogue writes it. */
const [read] = readSecret(slot);
const [store, count] = storeInKeychain(slot);
const commandOf = (action: typeof read) => (action?.kind === 'command' ? action.command : '');
const pasted =
  read?.kind === 'command' ? read.alternatives?.find(({ kind }) => kind === 'command') : undefined;

describe('each way by which a value reaches the Mac says what it leaves behind', () => {
  it.each([
    ['typed at a silent prompt', commandOf(read), /in this shell .* until unset; nothing on the screen/],
    ['from the clipboard', pasted?.kind === 'command' ? pasted.command : '', /clipboard is emptied/],
    ['stored in the keychain', commandOf(store), /in the login keychain/],
    ['loaded from the keychain', loadFromKeychain('OPENROUTER_API_KEY'), /until unset/],
    ['forgotten', commandOf(forget('OPENROUTER_API_KEY')), /nothing in this shell/],
  ])('%s', (_way, command, leaves) => {
    expect(leavesBehind(command)).toMatch(leaves);
  });

  it('the value alone and the whole line, too', () => {
    expect(COPY_LEAVES.value).toMatch(/clipboard for 30 s/);
    expect(COPY_LEAVES.line).toMatch(/history if setopt was missed/);
  });

  it('what handles no value says nothing', () => {
    expect(leavesBehind('sw_vers')).toBeNull();
    expect(leavesBehind(commandOf(count))).toBeNull();
  });
});

it('knows the commands that need the keychain, which is locked over SSH', () => {
  expect([commandOf(store), commandOf(count), loadFromKeychain('A')].every(usesKeychain)).toBe(true);
  expect(usesKeychain(commandOf(read))).toBe(false);
  expect(usesKeychain('security unlock-keychain ~/Library/Keychains/login.keychain-db')).toBe(false);
});
