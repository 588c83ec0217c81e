import { expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { effectSentences, scopeEffect } from '@/lib/clients/scope-effect';

const empty = { storedSlotIds: new Set<string>(), referencedSlotIds: new Set<string>() };
const components = ['mac-identity', 'mac-accounts', 'filevault', 'mls-reso'];

const effect = (before: Record<string, string>, after: Record<string, string>, filled = empty) =>
  scopeEffect(catalogue, components, { before, after }, filled);

const [feed, other] = [{ 'mls-reso.feed': 'trestle' }, { 'mls-reso.feed': 'bridge' }];

test('the same answers change nothing and say nothing', () => {
  expect(effectSentences(effect(feed, feed))).toEqual([]);
});

test('another answer names the slots that go and come', () => {
  const found = effect(feed, other);
  expect(found.slotsRemoved).toContain('MLS_CLIENT_SECRET');
  expect(found.slotsAdded).toContain('BRIDGE_SERVER_TOKEN');
});

test('the way back is the mirror of the way there', () => {
  const there = effect(feed, other);
  const back = effect(other, feed);
  expect(back.slotsAdded).toEqual(there.slotsRemoved);
  expect(back.slotsRemoved).toEqual(there.slotsAdded);
  expect(back.stepsAdded).toBe(there.stepsRemoved);
});

test('a stored value that would go is said first, as destroyed', () => {
  const removed = catalogue.components
    .flatMap((component) => component.slots)
    .find((slot) => slot.key === 'MLS_CLIENT_SECRET');
  const filled = { ...empty, storedSlotIds: new Set([removed?.id ?? '']) };
  expect(effectSentences(effect(feed, other, filled))[0]).toBe(
    'Destroys the stored value of MLS_CLIENT_SECRET.',
  );
});
