import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { parseStatisticsFilter } from '@/lib/runbook/statistics-filter';
import { readStatistics } from '@/lib/runbook/statistics-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { closedRuns, type HandmadeAct } from './closed-runs';
import { person } from './runbook-fixture';

const SLACK = { stepId: 'slack.verify-bot', componentId: 'slack', estimateMinutes: 10 };
const GONE = { stepId: 'gone.step', componentId: 'gone', estimateMinutes: 5 };
/** The day of `closedRuns` is 14 September 2026. */
const NOW = new Date('2026-11-22T12:00:00Z');

let board: TestDatabase;
let sid: Actor;

const took = (minutes: number, ...before: HandmadeAct[]): HandmadeAct[] => [
  [0, 'claimed', SLACK.stepId],
  ...before,
  [minutes, 'done', SLACK.stepId],
];

beforeAll(async () => {
  board = await testDatabase();
  sid = await person('Sid', 'support');
  const runs = closedRuns(board);
  const steps = [SLACK];
  await runs.write({ steps, acts: took(4), daysLater: -400 });
  await runs.write({ steps, acts: took(8) });
  await runs.write({ steps, acts: took(10), daysLater: 20 });
  await runs.write({ steps, acts: took(20, [5, 'failed', SLACK.stepId]), daysLater: 20 });
  await runs.write({
    steps,
    acts: took(12, [5, 'failed', SLACK.stepId], [6, 'failed', SLACK.stepId]),
    daysLater: 60,
  });
  await runs.write({ steps, acts: took(9, [3, 'blocked', SLACK.stepId]), daysLater: 60 });
  await runs.write({
    steps: [GONE],
    acts: [
      [1, 'failed', GONE.stepId],
      [2, 'done', GONE.stepId],
    ],
    daysLater: 60,
  });
  await runs.write({ steps, acts: took(29), kind: 'hand-over', daysLater: 60 });
});

const read = (params: Record<string, string> = {}) => readStatistics(sid, parseStatisticsFilter(params), NOW);

async function slack(params: Record<string, string> = {}) {
  const { components } = await read(params);
  return components.find(({ componentId }) => componentId === 'slack');
}

describe('the statistics, which support reads too', () => {
  test('count runs, smooth ones, and the median and the ninth tenth of their minutes', async () => {
    expect(await slack({ period: 'all' })).toMatchObject({
      name: 'Slack',
      runs: 6,
      smoothRuns: 3,
      medianMinutes: 9,
      p90Minutes: 20,
      estimateMinutes: 10,
    });
  });

  test('look at the runs closed within the period alone', async () => {
    expect(await slack({ period: '365' })).toMatchObject({ runs: 5, smoothRuns: 2, medianMinutes: 10 });
    expect(await slack({ period: '30' })).toMatchObject({
      runs: 2,
      smoothRuns: 0,
      medianMinutes: 9,
      p90Minutes: 12,
    });
  });

  test('plot the medians of twelve months whatever the period', async () => {
    for (const period of ['30', 'all']) {
      const months = (await slack({ period }))?.months ?? [];
      expect(months).toHaveLength(12);
      expect(months.filter(({ runs }) => runs > 0)).toEqual([
        { month: '2026-09', runs: 1, medianMinutes: 8 },
        { month: '2026-10', runs: 2, medianMinutes: 10 },
        { month: '2026-11', runs: 2, medianMinutes: 9 },
      ]);
    }
  });

  test('keep hand-overs apart from installs', async () => {
    expect((await read()).otherKinds).toEqual(['hand-over']);
    expect(await slack({ kind: 'hand-over' })).toMatchObject({ runs: 1, medianMinutes: 29 });
  });

  test('count the runs in which a step made trouble, the worst first, also of a component that is gone', async () => {
    const { steps } = await read();
    expect(steps).toMatchObject([
      { stepId: SLACK.stepId, origin: 'catalogue', runs: 5, failed: 2, blocked: 1, undone: 0, overran: 1 },
      { stepId: GONE.stepId, title: GONE.stepId, origin: 'gone', runs: 1, failed: 1 },
    ]);
    expect(steps[0]?.title).not.toBe(SLACK.stepId);
    expect((await read({ steps: 'undone' })).steps).toEqual([]);
    expect((await read({ steps: 'blocked' })).steps.map(({ stepId }) => stepId)).toEqual([SLACK.stepId]);
  });

  test('show one component alone when asked', async () => {
    const { components, steps } = await read({ component: 'gone' });
    expect(components.map(({ componentId }) => componentId)).toEqual(['gone']);
    expect(steps.map(({ stepId }) => stepId)).toEqual([GONE.stepId]);
    expect((await read({ component: 'nothing' })).components).toEqual([]);
  });

  test('hold nobody’s name and no client’s', async () => {
    const all = JSON.stringify(await read());
    expect(all).not.toMatch(/Sid|Closed|closed-runs|m-\d/);
    expect(all).not.toContain(sid.id);
  });
});
