import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { pickComponents } from '@/lib/catalogue/conditions';
import { effectiveSettings, settingsInScope, slotsInScope } from '@/lib/catalogue/scope';
import { isReady, type PreflightFacts, preflightOf } from '@/lib/runbook/preflight';
import { readyParts, readyText } from '@/lib/wizard/collect';

const NOW = new Date('2026-11-22T10:00:00Z');
const FEED = {
  'mls-reso.feed': 'bridge',
  'mls-reso.base-url': 'https://api.example',
  'mls-reso.mls-id': 'm1',
};

function facts(
  componentIds: readonly string[],
  given: Record<string, string> = {},
  more: Partial<PreflightFacts> = {},
): PreflightFacts {
  return {
    components: pickComponents(catalogue, componentIds),
    slots: slotsInScope(catalogue, componentIds, given),
    settings: settingsInScope(catalogue, componentIds, given),
    answers: effectiveSettings(catalogue, componentIds, given),
    stored: new Map(),
    references: new Map(),
    placedSlotIds: new Set(),
    now: NOW,
    ...more,
  };
}

const reference = (pastedAt: Date | null) => ({ label: 'MLS app', pastedAt });
const value = (more: { expiresAt?: Date; spentAt?: Date } = {}) => ({
  expiresAt: null,
  spentAt: null,
  ...more,
});
const BRIDGE = 'mls-reso.bridge-token';

describe('the preflight', () => {
  test('names a key, a reference and an answer that are missing, and who has to act', () => {
    const list = preflightOf(facts(['openrouter', 'mls-reso'], { 'mls-reso.feed': 'bridge' }));
    expect(list.lacking.map(({ id, waitsFor }) => [id, waitsFor])).toEqual([
      ['openrouter.api-key', 'us'],
      [BRIDGE, 'client'],
      ['mls-reso.base-url', 'us'],
      ['mls-reso.mls-id', 'us'],
    ]);
    expect(isReady(list)).toBe(false);
  });

  test('a reference that nobody pasted from is there, and has to be looked at', () => {
    const unseen = preflightOf(
      facts(['mls-reso'], FEED, { references: new Map([[BRIDGE, reference(null)]]) }),
    );
    expect(isReady(unseen)).toBe(true);
    expect(unseen.toCheck).toMatchObject([{ slotId: BRIDGE, kind: 'unverified', label: 'MLS app' }]);
    const seen = preflightOf(facts(['mls-reso'], FEED, { references: new Map([[BRIDGE, reference(NOW)]]) }));
    expect(seen.toCheck).toEqual([]);
  });

  test('a reference that no step has to have is not asked about', () => {
    const references = new Map([['mac-accounts.client-admin-password', reference(null)]]);
    expect(preflightOf(facts(['mac-accounts'], {}, { references })).toCheck).toEqual([]);
  });

  test.each([
    ['expired', value({ expiresAt: NOW }), 'expired'],
    ['used up on another machine', value({ spentAt: NOW }), 'spent'],
  ])('a key that is %s counts as missing, and says why', (_, stored, because) => {
    const list = preflightOf(facts(['tailscale'], {}, { stored: new Map([['tailscale.auth-key', stored]]) }));
    expect(list.lacking).toMatchObject([{ id: 'tailscale.auth-key', because }]);
  });

  test('what is on the machine already is not asked for again', () => {
    const stored = new Map([['tailscale.auth-key', value({ spentAt: NOW })]]);
    const placedSlotIds = new Set(['tailscale.auth-key']);
    expect(preflightOf(facts(['tailscale'], {}, { stored, placedSlotIds })).lacking).toEqual([]);
  });

  test('a key that runs out within the week is there, and has to be looked at', () => {
    const soon = new Date(NOW.getTime() + 6 * 86_400_000);
    const stored = new Map([['openrouter.api-key', value({ expiresAt: soon })]]);
    const list = preflightOf(facts(['openrouter'], {}, { stored }));
    expect(list.lacking).toEqual([]);
    expect(list.toCheck).toMatchObject([{ kind: 'expires-soon', expiresAt: soon }]);
  });

  test('a lead time gives the first possible day, and ends when what it waits for is there', () => {
    expect(preflightOf(facts(['mls-reso'], FEED)).leadTimes).toMatchObject([
      { componentId: 'mls-reso', notBefore: new Date('2026-12-06T10:00:00Z') },
    ]);
    const references = new Map([[BRIDGE, reference(null)]]);
    expect(preflightOf(facts(['mls-reso'], FEED, { references })).leadTimes).toEqual([]);
  });

  test('what to bring follows from the answers', () => {
    const bring = (decision: string) =>
      preflightOf(facts(['filevault'], { 'filevault.decision': decision })).bring;
    expect(bring('A').us).toEqual([expect.stringContaining('second device')]);
    expect(bring('B').client).toEqual([expect.stringContaining('UPS')]);
    expect(bring('C').client).toEqual([expect.stringContaining('written consent')]);
  });

  test('components whose steps are settled ask for nothing', () => {
    const all = facts(['openrouter', 'mls-reso'], FEED);
    const open = all.components.filter(({ id }) => id === 'openrouter');
    const list = preflightOf({ ...all, components: open });
    expect(list.lacking.map(({ id }) => id)).toEqual(['openrouter.api-key']);
    expect(list.leadTimes).toEqual([]);
  });
});

describe('the list for the client', () => {
  const ready = {
    questions: [
      { componentName: 'MLS listings', label: 'Endpoint', expected: null, choices: [], whereToGet: null },
    ],
    collect: [
      {
        componentName: 'Slack',
        promptLabel: 'Bot token',
        whereToGet: { label: 'Slack apps' },
        duringRun: false,
      },
      { componentName: 'Canva', promptLabel: "The client's Canva", whereToGet: null, duringRun: true },
    ],
    leadTimes: [{ componentName: 'MLS listings', says: 'Weeks.' }],
    bring: ['An external disk'],
  };

  test('asks for what takes longest first, for places and never for values, and for what is needed on the day last', () => {
    const text = readyText('Harbor Realty', ready);
    const order = [
      'Weeks.',
      '1. MLS listings: Endpoint',
      '1. Slack: Bot token',
      'your Canva',
      'An external disk',
    ];
    const places = order.map((words) => text.toLowerCase().indexOf(words.toLowerCase()));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('Never send the value itself, by any channel.');
  });

  test('has no part that asks for nothing', () => {
    expect(readyParts({ questions: [], collect: [], leadTimes: [], bring: [] })).toEqual([]);
  });
});
