import { describe, expect, test } from 'vitest';
import { components } from '@/lib/catalogue/components';
import type { Catalogue } from '@/lib/catalogue/schema';
import { packages } from '@/lib/catalogue/tiers';
import { collectText, questionsText } from '@/lib/wizard/collect';
import { componentGroups, tickable } from '@/lib/wizard/component-groups';
import { droppedSlotWords } from '@/lib/wizard/dropped';
import type { Answers } from '@/lib/wizard/schema';
import { stepToDoFirst } from '@/lib/wizard/steps';
import { settingsTasks } from '@/lib/wizard/task-list';
import { settingProblems, wholeDraft } from '@/lib/wizard/whole-draft';

const catalogue: Catalogue = { components: [...components], packages: [...packages] };
const ids = (answers: Answers) => wholeDraft(catalogue, answers).componentIds;
const statusOf = (answers: Answers, componentId: string) =>
  settingsTasks(catalogue.components, wholeDraft(catalogue, answers), answers).find(
    (task) => task.componentId === componentId,
  )?.status;

describe('what the answers come to', () => {
  test('what was added and taken out by hand stays so under another package', () => {
    const ticked = [...tickable(ids({ tier: 'starter' })), 'hubspot'].filter((id) => id !== 'slack');
    const under = (tier: string) => ids({ tier, components: ticked, componentsBasis: ['starter'] });
    expect(under('starter')).toEqual(expect.arrayContaining(['hubspot', 'openrouter']));
    expect(under('standard')).toEqual(expect.arrayContaining(['hubspot', 'backup', 'google-workspace']));
    expect(under('standard')).not.toContain('slack');
  });

  test('what every machine needs cannot be unticked', () => {
    const bare = ids({ tier: 'starter', components: [], componentsBasis: ['starter'] });
    expect(bare).toEqual(['mac-identity', 'mac-accounts']);
  });

  test('an answer to a question that is not asked has no effect and is no problem', () => {
    const answers = { tier: 'starter', 'setting:filevault.consent-date': 'not a day' };
    const whole = wholeDraft(catalogue, answers);
    expect(whole.given['filevault.consent-date']).toBeUndefined();
    expect(settingProblems(whole).map(({ setting }) => setting.key)).not.toContain('filevault.consent-date');
  });

  test('a package that is none comes to nothing', () => {
    expect(ids({ tier: 'constructor' })).toEqual([]);
    expect(ids({ tier: ['starter'] })).toEqual([]);
  });

  test('every component of the catalogue can be ticked in exactly one place', () => {
    const groups = componentGroups(
      catalogue,
      wholeDraft(catalogue, { tier: 'standard', packs: ['commerce'] }),
    );
    const listed = groups.flatMap((group) => group.choices.map((choice) => choice.id));
    expect([...listed].sort()).toEqual(components.map(({ id }) => id).sort());
  });
});

describe('the words of the task list', () => {
  const base = { tier: 'starter' };

  test('a component is not started, in progress, waiting, completed or has a problem, from its answers alone', () => {
    const users = { 'setting:slack.allowed-users': 'U0123456789' };
    expect(statusOf(base, 'slack')).toBe('not-started');
    expect(statusOf({ ...base, 'setting:slack.delivery': 'socket-mode' }, 'slack')).toBe('in-progress');
    expect(statusOf({ ...base, 'waiting:settings:slack': 'yes' }, 'slack')).toBe('waiting');
    expect(statusOf({ ...base, ...users, 'visited:slack': 'yes' }, 'slack')).toBe('completed');
    expect(statusOf({ ...base, 'setting:slack.delivery': 'by pigeon' }, 'slack')).toBe('problem');
  });

  test('standard answers are no work, until they are looked at or changed', () => {
    expect(statusOf(base, 'skills')).toBe('standard');
    expect(statusOf({ ...base, 'setting:skills.token-kind': 'older' }, 'skills')).toBe('in-progress');
    expect(statusOf({ ...base, 'visited:skills': 'yes' }, 'skills')).toBe('completed');
  });

  test('what waits for the client says that the runbook waits too', () => {
    const answers = { ...base, 'waiting:settings:slack': 'yes' };
    const tasks = settingsTasks(catalogue.components, wholeDraft(catalogue, answers), answers);
    expect(tasks.find(({ componentId }) => componentId === 'slack')?.facts).toContain(
      'The runbook can only be made once this is answered.',
    );
  });

  test('an answer that arrives ends the waiting', () => {
    const answers = {
      ...base,
      'waiting:settings:slack': 'yes',
      'visited:slack': 'yes',
      'setting:slack.allowed-users': 'U0123456789',
    };
    expect(statusOf(answers, 'slack')).toBe('completed');
  });
});

test.each([
  ['package', { hasClient: false, hasTier: false, hasComponents: false }, 'client'],
  ['check', { hasClient: true, hasTier: false, hasComponents: false }, 'package'],
  ['credentials', { hasClient: true, hasTier: true, hasComponents: false }, 'components'],
  ['machine', { hasClient: true, hasTier: true, hasComponents: true }, null],
  ['client', { hasClient: false, hasTier: false, hasComponents: false }, null],
] as const)('the step “%s” names what to do first', (step, progress, first) => {
  expect(stepToDoFirst(step, progress)).toBe(first);
});

test('what is dropped is named with the answer that dropped it', () => {
  const scope = { catalogue, componentIds: ['mls-reso'], settings: { 'mls-reso.feed': 'bridge' } };
  expect(droppedSlotWords(scope, 'mls-reso.mlsgrid-token', 'reference')).toMatch(
    /^.+ reference, because “Which MLS feed\?” is now “Bridge”$/,
  );
});

test('the text for the client asks for places, names where things are found, and holds no reference of anyone', () => {
  const text = collectText('Harbor Realty', [
    {
      promptLabel: 'Bot token',
      componentName: 'Slack',
      whereToGet: { label: 'Slack apps', url: 'https://api.slack.com/apps' },
      duringRun: false,
    },
    { promptLabel: 'Claude account', componentName: 'Claude Code', whereToGet: null, duringRun: true },
  ]);
  expect(text).toContain('1. Slack: Bot token\n   Where to get it: Slack apps (https://api.slack.com/apps)');
  expect(text).toContain('Never send the value itself, by any channel.');
  expect(text).toContain('- Claude Code: Claude account');
});

test('a text for the client says “your” where the catalogue says “the client’s”', () => {
  const item = { promptLabel: 'Client secret', componentName: 'Gmail', duringRun: false };
  const whereToGet = { label: "Clients, in the client's own project" };
  expect(collectText('Harbor Realty', [{ ...item, whereToGet }])).toContain(
    'Where to get it: Clients, in your own project',
  );
});

test('the questions for the client come with the answers to choose from and what one looks like', () => {
  const text = questionsText('Harbor Realty', [
    {
      componentName: 'Slack',
      label: 'Who may talk to the agent?',
      expected: 'ids such as U012ABCDEF, joined by commas',
      choices: [],
      whereToGet: { label: 'Slack → profile → ⋮ → Copy member ID' },
    },
    {
      componentName: 'MLS listings',
      label: 'Which MLS feed?',
      expected: null,
      choices: ['Trestle', 'Bridge'],
      whereToGet: null,
    },
  ]);
  expect(text).toContain(
    '1. Slack: Who may talk to the agent?\n   Expected: ids such as U012ABCDEF, joined by commas\n   Where to get it: Slack → profile',
  );
  expect(text).toContain('2. MLS listings: Which MLS feed?\n   - Trestle\n   - Bridge');
  expect(text).toContain('Never send us one, by any channel.');
});
