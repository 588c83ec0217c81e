import { describe, expect, test } from 'vitest';
import { explainAbsence, explainPresence } from '@/lib/catalogue/because';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import type { SettingValues } from '@/lib/catalogue/schema';
import {
  componentsInScope,
  effectiveSettings,
  settingsInScope,
  slotsInScope,
  stepsInScope,
  strippedSlots,
} from '@/lib/catalogue/scope';

const everything = shippedCatalogue.components.map(({ id }) => id);

function slotKeys(component: string, settings: SettingValues): string[] {
  return slotsInScope(shippedCatalogue, everything, settings)
    .filter((slot) => slot.id.startsWith(`${component}.`))
    .map(({ key }) => key);
}

function stepIds(component: string, settings: SettingValues): string[] {
  return stepsInScope(shippedCatalogue, everything, settings)
    .filter((step) => step.componentId === component)
    .map(({ id }) => id);
}

const variants: [string, string, string, string[]][] = [
  ['filevault.recovery-custody', 'ours', 'filevault', ['FILEVAULT_RECOVERY_KEY_OURS']],
  ['filevault.recovery-custody', 'client', 'filevault', ['FILEVAULT_RECOVERY_KEY_CLIENT']],
  ['filevault.decision', 'C', 'filevault', []],
  ['backup.custody', 'ours', 'backup', ['BACKUP_PASSWORD_OURS']],
  ['backup.custody', 'client', 'backup', ['BACKUP_PASSWORD_CLIENT']],
  ['claude-code.credential', 'sign-in', 'claude-code', ['CLAUDE_SIGN_IN']],
  ['claude-code.credential', 'api-key', 'claude-code', ['ANTHROPIC_API_KEY']],
  ['claude-code.credential', 'token', 'claude-code', ['CLAUDE_CODE_OAUTH_TOKEN']],
  ['skills.token-kind', 'fine-grained', 'skills', ['GITHUB_TOKEN']],
  ['skills.token-kind', 'older', 'skills', ['GITHUB_CLASSIC_TOKEN']],
  ['slack.delivery', 'socket-mode', 'slack', ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']],
  ['slack.delivery', 'post-only', 'slack', ['SLACK_BOT_TOKEN']],
  ['hubspot.credential', 'service-key', 'hubspot', ['HUBSPOT_SERVICE_KEY']],
  ['hubspot.credential', 'legacy-token', 'hubspot', ['HUBSPOT_ACCESS_TOKEN']],
  ['mls-reso.feed', 'trestle', 'mls-reso', ['MLS_CLIENT_ID', 'MLS_CLIENT_SECRET']],
  ['mls-reso.feed', 'bridge', 'mls-reso', ['BRIDGE_SERVER_TOKEN']],
  ['mls-reso.feed', 'mls-grid', 'mls-reso', ['MLSGRID_TOKEN']],
  ['shopify.credential', 'app', 'shopify', ['SHOPIFY_CLIENT_SECRET']],
  ['shopify.credential', 'admin-token', 'shopify', ['SHOPIFY_ADMIN_TOKEN']],
  ['plaud.credential', 'sign-in', 'plaud', ['PLAUD_SIGN_IN']],
  ['canva.own-app', 'no', 'canva', ['CANVA_SIGN_IN']],
  ['canva.own-app', 'yes', 'canva', ['CANVA_SIGN_IN', 'CANVA_CLIENT_ID', 'CANVA_CLIENT_SECRET']],
];

test.each(variants)('%s = %s decides the slots of %s', (setting, value, component, keys) => {
  expect(slotKeys(component, { [setting]: value })).toEqual(keys);
});

test.each(variants)(
  'with %s = %s every slot of %s in scope is asked for by a step, and no other is',
  (setting, value, component) => {
    const steps = JSON.stringify(
      stepsInScope(shippedCatalogue, everything, { [setting]: value }).filter(
        (step) => step.componentId === component,
      ),
    );
    const inScope = slotsInScope(shippedCatalogue, everything, { [setting]: value }).map(({ id }) => id);
    for (const slot of shippedCatalogue.components.find(({ id }) => id === component)?.slots ?? []) {
      expect(steps.includes(`"${slot.id}"`)).toBe(inScope.includes(slot.id));
    }
  },
);

test("Plaud's session token stays out of scope until its warning is acknowledged", () => {
  expect(slotKeys('plaud', { 'plaud.credential': 'session-token' })).toEqual([]);
  expect(slotKeys('plaud', { 'plaud.credential': 'session-token', 'plaud.warning': 'acknowledged' })).toEqual(
    ['PLAUD_TOKEN'],
  );
});

describe('the FileVault decision', () => {
  test('C asks who consented and when, and A and B do not', () => {
    const asked = (value: string) =>
      settingsInScope(shippedCatalogue, ['filevault'], { 'filevault.decision': value }).map(({ key }) => key);
    expect(asked('C')).toEqual(['filevault.decision', 'filevault.consent-by', 'filevault.consent-date']);
    expect(asked('A')).toEqual(['filevault.decision', 'filevault.recovery-custody']);
    expect(asked('B')).toEqual(asked('A'));
  });

  test('each answer has its own way to restart', () => {
    const ids = (value: string) => stepIds('filevault', { 'filevault.decision': value });
    expect(ids('A')).toEqual(['filevault.state', 'filevault.turn-on-client', 'filevault.remote-unlock']);
    expect(ids('B')).toEqual(['filevault.state', 'filevault.turn-on-client', 'filevault.planned-restart']);
    expect(ids('C')).toEqual(['filevault.state', 'filevault.leave-off']);
  });

  test('an answer of a branch no longer chosen does not count', () => {
    const settings = { 'filevault.decision': 'C', 'filevault.recovery-custody': 'ours' };
    expect(effectiveSettings(shippedCatalogue, ['filevault'], settings)).toEqual({
      'filevault.decision': 'C',
    });
    expect(slotKeys('filevault', settings)).toEqual([]);
  });
});

test('slots of the organisation are listed as stripped and never among the slots of a client', () => {
  expect(slotsInScope(shippedCatalogue, everything, {}).map(({ level }) => level)).not.toContain(
    'organisation',
  );
  expect(strippedSlots(shippedCatalogue, everything).map(({ key }) => key)).toEqual([
    'TS_OAUTH_CLIENT_SECRET',
    'OPENROUTER_MANAGEMENT_KEY',
  ]);
});

test('components follow from tier, packs, add-ons and what was added or removed, each with its reason', () => {
  const found = componentsInScope(shippedCatalogue, {
    tier: 'standard',
    packs: ['commerce'],
    addOns: ['canva'],
    extra: ['mdm'],
    removed: ['backup'],
  });
  const reasons = new Map(found.map(({ componentId, because }) => [componentId, because]));
  expect(reasons.get('slack')).toBe('Slack is in the Standard package.');
  expect(reasons.get('shopify')).toBe('Shopify is in the Commerce pack.');
  expect(reasons.get('canva')).toBe('Canva designs is in the Canva add-on.');
  expect(reasons.get('mdm')).toBe('Device management was added by hand.');
  expect(reasons.has('backup')).toBe(false);
  expect(reasons.has('hubspot')).toBe(false);
});

test('the machine record and its users cannot be removed', () => {
  const ids = componentsInScope(shippedCatalogue, {
    tier: 'starter',
    removed: ['mac-identity', 'mac-accounts', 'slack'],
  }).map(({ componentId }) => componentId);
  expect(ids).toEqual(expect.arrayContaining(['mac-identity', 'mac-accounts']));
  expect(ids).not.toContain('slack');
});

test('a step waits only for steps that are there', () => {
  for (const tier of ['starter', 'standard', 'growth', 'managed']) {
    const ids = componentsInScope(shippedCatalogue, { tier }).map(({ componentId }) => componentId);
    const steps = stepsInScope(shippedCatalogue, ids, {});
    const present = new Set(steps.map(({ id }) => id));
    for (const step of steps) expect((step.dependsOn ?? []).every((id) => present.has(id))).toBe(true);
  }
});

test('presence and absence are explained by the answers they hang on', () => {
  const settings = { 'mls-reso.feed': 'trestle' };
  const [component] = componentsInScope(shippedCatalogue, { tier: 'starter', packs: ['real-estate'] }).filter(
    ({ componentId }) => componentId === 'mls-reso',
  );
  const step = stepsInScope(shippedCatalogue, ['mls-reso'], settings).find(
    ({ id }) => id === 'mls-reso.verify-trestle',
  );
  if (!component || !step) throw new Error('the step is gone');
  expect(explainPresence(shippedCatalogue, component, step)).toBe(
    'MLS listings is in the Real estate pack, and “Which MLS feed?” is answered “Trestle”.',
  );
  expect(explainAbsence(shippedCatalogue, 'mls-reso.verify-bridge', ['mls-reso'], settings)).toBe(
    '“Which MLS feed?” is answered “Trestle”.',
  );
  expect(explainAbsence(shippedCatalogue, 'shopify.verify-app', ['mls-reso'], settings)).toBe(
    'Shopify is not in this client’s scope.',
  );
  expect(explainAbsence(shippedCatalogue, 'mls-reso.verify-trestle', ['mls-reso'], settings)).toBeNull();
});

test('the wrapper exports each stored secret and each answered identifier once, and never a spent key', () => {
  const settings = { 'shopify.store': 'harbor.myshopify.com', 'slack.delivery': 'post-only' };
  const step = stepsInScope(shippedCatalogue, everything, settings).find(
    ({ id }) => id === 'agent-runtime.wrapper',
  );
  const command = step?.actions.find((action) => action.kind === 'command')?.command ?? '';
  const lines = command
    .split('\n')
    .filter((line) => line.startsWith('export ') && !line.startsWith('export PATH'));
  const stored = slotsInScope(shippedCatalogue, everything, settings)
    .filter((slot) => slot.exported && slot.key !== 'TS_AUTHKEY')
    .map(({ key }) => `export ${key}="$(security find-generic-password -a "$USER" -s "{client}.${key}" -w)"`);
  expect(lines).toEqual(['export SHOPIFY_STORE={setting:shopify.store}', ...stored]);
  expect(command).not.toContain('TS_AUTHKEY');
});
