import { expect, test } from 'vitest';
import type { ClientRun } from '@/lib/clients/client-queries';
import type { MissingItem } from '@/lib/clients/missing';
import { nextAct } from '@/lib/clients/next-act';
import { STAGES } from '@/lib/clients/schema';

const run: ClientRun = {
  id: 'r1',
  kind: 'install',
  number: 1,
  machineName: 'harbor-mini-01',
  composedAt: new Date(),
  startedAt: null,
  closedAt: null,
  supersededAt: null,
  endedEarly: false,
};
const missing = (kind: MissingItem['kind'], id: string): MissingItem => ({
  kind,
  id,
  name: id,
  componentId: id.split('.')[0] ?? '',
  waitsFor: kind === 'reference' ? 'client' : 'us',
});
const client = { slug: 'harbor', draftId: 'd1', run, missing: [missing('key', 'openrouter.api-key')] };

test.each(STAGES)('a consultant has one thing to do with a client in %s', (stage) => {
  expect(nextAct({ ...client, stage }, true)?.label).toBeTruthy();
});

test.each(['draft', 'collecting'] as const)('support has nothing to do with a client in %s', (stage) => {
  expect(nextAct({ ...client, stage }, false)).toBeNull();
});

test.each(['ready', 'installing'] as const)('support is not told to run anything in %s', (stage) => {
  expect(nextAct({ ...client, stage }, false)?.label).not.toMatch(/start|continue/i);
});

test.each([
  [[missing('key', 'a.k'), missing('key', 'b.k'), missing('reference', 'c.r')], 'Add the 2 missing keys'],
  [[missing('reference', 'c.r')], 'Add the missing reference'],
  [[missing('answer', 'slack.workspace')], 'Answer the open question'],
])('the first thing names what is missing: %#', (items, label) => {
  expect(nextAct({ ...client, stage: 'collecting', missing: items }, true)?.label).toBe(label);
});

test('a client that is ready without a runbook is sent to make one', () => {
  expect(nextAct({ ...client, stage: 'ready', run: null }, true)?.href).toBe('/clients/harbor/machines');
});
