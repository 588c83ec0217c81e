import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { handOverSteps, mirrorTitles, offboardingSteps } from '@/lib/catalogue/mirror-runs';
import { slotsInScope } from '@/lib/catalogue/scope';
import { endOfPlacement, revocationOf } from '@/lib/clients/endings';
import { composeMirrorRun } from '@/lib/runbook/compose-mirror';

const everything = catalogue.components.map(({ id }) => id);
const starter = catalogue.packages.find(({ id }) => id === 'starter')?.components ?? [];
const inputFor = (componentIds: readonly string[], settings: Record<string, string> = {}) => ({
  catalogue,
  componentIds,
  packageIds: ['starter'],
  settings,
  clientSlug: 'harbor-realty',
  machineName: 'harbor-realty-mini-01',
  organisation: 'jed',
});
const anything = () => true;

describe('an offboarding', () => {
  test('of the smallest package has these steps, in this order', () => {
    const steps = composeMirrorRun('offboarding', inputFor(starter), anything);
    expect(steps.map(({ stepId }) => stepId)).toEqual([
      'offboarding.disable-openrouter-api-key',
      'offboarding.revoke-github-token',
      'offboarding.revoke-heartbeat-url',
      'offboarding.client-revokes-claude-sign-in',
      'offboarding.client-revokes-slack-bot-token',
      'offboarding.client-revokes-slack-app-token',
      'offboarding.delete-keychain-items',
      'offboarding.remove-launch-agents',
      'offboarding.purge',
    ]);
    expect(steps.map(({ position }) => position)).toEqual(steps.map((_, at) => at + 1));
    expect(steps.every(({ required }) => required)).toBe(true);
  });

  test('of everything ends our minted keys first, then our others, then the client’s, then the machine, then our store', () => {
    const settings = { 'mac-accounts.apple-account': 'apple' };
    const steps = offboardingSteps(catalogue, everything, settings).map(({ id }) => id);
    const at = (id: string) => steps.indexOf(`offboarding.${id}`);
    const order = [
      'disable-openrouter-api-key',
      'revoke-ts-authkey',
      'revoke-github-token',
      'revoke-perplexity-api-key',
      'revoke-heartbeat-url',
      'client-revokes-slack-bot-token',
      'client-revokes-canva-sign-in',
      'delete-keychain-items',
      'remove-launch-agents',
      'sign-out-icloud',
      'purge',
    ].map(at);
    expect(order.every((place) => place >= 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect([order[0], order.at(-1)]).toEqual([0, steps.length - 1]);
  });

  test('leaves in force what serves other clients, and takes it off the machine all the same', () => {
    const steps = offboardingSteps(catalogue, everything, {});
    expect(steps.flatMap(({ revokes }) => revokes ?? [])).not.toContain('followupboss.system-key');
    expect(steps.flatMap(({ removes }) => removes ?? [])).toContain('followupboss.system-key');
  });

  test('revokes only what there is, and clears the machine of every value that may be on it', () => {
    const steps = composeMirrorRun('offboarding', inputFor(starter), ({ id }) => id === 'openrouter.api-key');
    expect(steps.map(({ stepId }) => stepId)).toEqual([
      'offboarding.disable-openrouter-api-key',
      'offboarding.delete-keychain-items',
      'offboarding.remove-launch-agents',
      'offboarding.purge',
    ]);
    const exported = slotsInScope(catalogue, starter, {}).filter((slot) => slot.exported);
    expect(steps[1]?.content.removes).toEqual(exported.map(({ id }) => id));
    const commands = steps[1]?.content.actions.flatMap((action) =>
      action.kind === 'command' ? [action.command] : [],
    );
    expect(commands).toContain('security delete-generic-password -s "harbor-realty.OPENROUTER_API_KEY"');
  });

  test('does not keep the machine waiting for the client, and the last step waits for all', () => {
    const steps = offboardingSteps(catalogue, everything, {});
    const cleared = steps.find(({ id }) => id === 'offboarding.delete-keychain-items');
    expect(cleared?.dependsOn?.filter((id) => id.includes('client-revokes'))).toEqual([]);
    expect(cleared?.dependsOn).toContain('offboarding.disable-openrouter-api-key');
    expect(steps.at(-1)?.dependsOn).toEqual(steps.slice(0, -1).map(({ id }) => id));
    expect(steps.at(-1)?.offboards).toBe(true);
  });
});

describe('a hand-over', () => {
  test('takes our ways in away before the report is handed over', () => {
    const steps = handOverSteps(catalogue, everything, {});
    expect(steps.map(({ id }) => id)).toEqual([
      'hand-over.rotate-passwords',
      'hand-over.remove-ssh-key',
      'hand-over.leave-tailscale',
      'hand-over.report',
    ]);
    expect(steps.at(-1)?.dependsOn).toEqual(['hand-over.leave-tailscale']);
    expect(steps[0]?.revokes).toEqual(['mac-accounts.admin-password', 'mac-accounts.agent-password']);
  });

  test('does not leave a network that the machine never joined', () => {
    const steps = composeMirrorRun('hand-over', inputFor(starter), anything);
    expect(steps.map(({ stepId }) => stepId)).not.toContain('hand-over.leave-tailscale');
    expect(steps.at(-1)?.content.dependsOn).toEqual(['hand-over.remove-ssh-key']);
    expect(JSON.stringify(steps)).toContain('harbor-realty-mini-01');
  });
});

test.each([['hand-over'], ['offboarding']] as const)('no step of the %s run has a secret to copy', (kind) => {
  const steps = composeMirrorRun(kind, inputFor(everything), anything);
  const kinds = steps.flatMap(({ content }) => content.actions.map((action) => action.kind));
  expect(kinds).not.toContain('secret');
  expect(JSON.stringify(steps)).not.toContain('secret-line');
});

test('the title of each step is known without a run, for whoever counts over many', () => {
  const titles = mirrorTitles(catalogue);
  const steps = (['hand-over', 'offboarding'] as const).flatMap((kind) =>
    composeMirrorRun(kind, inputFor(everything), anything),
  );
  expect(steps.map(({ stepId }) => titles.get(stepId))).toEqual(steps.map(({ content }) => content.title));
});

describe('what ended', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute));
  const ending = (how: 'revoked' | 'removed', minute: number, machineId = 'm1') => ({
    ...{ how, machineId, slotId: 'openrouter.api-key', by: 'sam', kind: 'offboarding' as const },
    at: at(minute),
  });
  const placed = { slotId: 'openrouter.api-key', machineId: 'm1', placedAt: at(5) };

  test('is over until the value is renewed', () => {
    expect(revocationOf([ending('revoked', 7)], 'openrouter.api-key', [at(5), null])?.at).toEqual(at(7));
    expect(revocationOf([ending('revoked', 7)], 'openrouter.api-key', [at(5), at(8)])).toBeNull();
    expect(revocationOf([ending('revoked', 7)], 'skills.github-token', [at(5)])).toBeNull();
    expect(revocationOf([ending('removed', 7)], 'openrouter.api-key', [at(5)])).toBeNull();
  });

  test('ends a placement on its own machine when removed, on every machine when revoked', () => {
    expect(endOfPlacement([ending('removed', 7)], placed)?.how).toBe('removed');
    expect(endOfPlacement([ending('removed', 7, 'm2')], placed)).toBeNull();
    expect(endOfPlacement([ending('revoked', 7, 'm2')], placed)?.how).toBe('revoked');
    expect(endOfPlacement([ending('removed', 4)], placed)).toBeNull();
  });
});
