import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { components } from '@/lib/catalogue/components';
import type { Action, Slot } from '@/lib/catalogue/schema';
import { slotsInScope, stepsInScope } from '@/lib/catalogue/scope';
import { forget, privateHistoryStep, readSecret, storeInKeychain } from '@/lib/catalogue/secret-steps';

const ours: Slot = {
  id: 'test.foo',
  key: 'FOO',
  exported: true,
  name: 'foo',
  promptLabel: 'Foo',
  description: 'A slot of this test.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: null,
  whereToGet: null,
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'Nothing.',
};
const theirs: Slot = { ...ours, tag: 'client-supplied' };

function commands(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.kind === 'command' ? [action.command] : []));
}

test('S0 is one required step that keeps lines with a leading space out of the history', () => {
  const step = privateHistoryStep({ id: 'test.s0', title: 'S0', phase: 'agent', as: 'agent', dependsOn: [] });
  expect(step.required).toBe(true);
  expect(commands(step.actions)).toEqual(['setopt HIST_IGNORE_SPACE']);
});

test('S1 reads by default without echo and without a trace, and prints the length', () => {
  expect(commands(readSecret(ours))).toEqual([
    ` read -rs "FOO?Paste FOO, then Return: " && export FOO; echo "\${#FOO} chars"`,
  ]);
});

test('S1 offers the clipboard form, and the whole line only for values we hold', () => {
  const alternatives = (slot: Slot) =>
    readSecret(slot).flatMap((action) => (action.kind === 'command' ? (action.alternatives ?? []) : []));
  expect(alternatives(ours).map(({ kind }) => kind)).toEqual(['command', 'secret-line']);
  expect(alternatives(theirs).map(({ kind }) => kind)).toEqual(['command']);
  expect(alternatives(theirs)[0]).toMatchObject({
    command: ` export FOO="$(pbpaste)"; pbcopy </dev/null; echo "\${#FOO} chars"`,
  });
});

test('S2 stores through stdin, S3 counts what was stored, S4 forgets', () => {
  expect(commands(storeInKeychain(ours))).toEqual([
    ` printf 'add-generic-password -U -a "%s" -s "{client}.FOO" -w "%s"\\n' "$USER" "$FOO" | security -i`,
    `security find-generic-password -a "$USER" -s "{client}.FOO" -w | tr -d '\\n' | wc -c`,
  ]);
  expect(forget('FOO')).toEqual({ kind: 'command', command: ' unset FOO; pbcopy </dev/null' });
});

test('S2 hands the whole value to security on stdin, and nothing of it to any argument', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'secret-steps-'));
  try {
    const security = path.join(folder, 'security');
    await writeFile(security, '#!/bin/sh\necho "arguments: $*"\ncat\n');
    await chmod(security, 0o700);
    const [store = ''] = commands(storeInKeychain(ours));
    const value = `${'x'.repeat(200)} %s $HOME 'end'`;
    const { stdout } = await promisify(execFile)('bash', ['-c', store.replace('{client}', 'harbor')], {
      env: { PATH: `${folder}:/usr/bin:/bin`, USER: 'agent', FOO: value, NODE_ENV: 'test' },
    });
    expect(stdout).toBe(`arguments: -i\nadd-generic-password -U -a "agent" -s "harbor.FOO" -w "${value}"\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every command that handles a secret variable starts with a space', () => {
  const keys = components.flatMap((component) => component.slots.map(({ key }) => key));
  for (const step of components.flatMap((component) => component.steps)) {
    for (const command of commands(step.actions)) {
      if (keys.some((key) => command.includes(`$${key}"`) || command.includes(`$${key} `))) {
        expect(command).toMatch(/^ \S/);
      }
    }
  }
});

test('every exported slot that a run stores is read, stored, measured and forgotten, after S0', () => {
  const everything = shippedCatalogue.components.map(({ id }) => id);
  const steps = stepsInScope(shippedCatalogue, everything, {});
  const all = steps.flatMap((step) => commands(step.actions)).join('\n');
  for (const slot of slotsInScope(shippedCatalogue, everything, {}).filter(({ exported }) => exported)) {
    expect(all).toContain(` read -rs "${slot.key}?`);
    expect(all).toMatch(new RegExp(`^ unset .*\\b${slot.key}\\b`, 'm'));
    if (slot.spentAfterUse) continue;
    const store = steps.find(
      (step) => step.id.includes('.store-') && JSON.stringify(step).includes(`"${slot.id}"`),
    );
    expect(store?.expect.match).toEqual({ kind: 'slot-length', slot: slot.id });
    expect(store?.dependsOn).toContain('mac-accounts.agent-private-history');
  }
});
