import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { MedianPlot } from '@/components/statistics/median-plot';
import { shareWords } from '@/components/statistics/share-words';
import {
  type ComponentFigures,
  lastTwelveMonths,
  percentileMinutes,
  worstFirst,
} from '@/lib/runbook/statistics-figures';
import { parseStatisticsFilter, statisticsHref } from '@/lib/runbook/statistics-filter';

describe('a percentile from counts', () => {
  test.each([
    [[3], 0.5, 3],
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2],
    [[5, 1, 9, 7, 3], 0.5, 5],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 1, 1, 60], 0.9, 60],
    [[], 0.5, 0],
  ])('of %j at %d is %d, the nearest rank', (minutes, share, expected) => {
    expect(
      percentileMinutes(
        minutes.map((each) => ({ minutes: each, runs: 1 })),
        share,
      ),
    ).toBe(expected);
  });

  test('counts a minute as often as it was taken', () => {
    const counts = [
      { minutes: 40, runs: 1 },
      { minutes: 2, runs: 8 },
    ];
    expect(percentileMinutes(counts, 0.5)).toBe(2);
    expect(percentileMinutes(counts, 0.9)).toBe(40);
  });
});

test('the twelve months end with the present one and pass over the new year', () => {
  const months = lastTwelveMonths(new Date('2026-02-03T00:00:00Z'));
  expect(months).toHaveLength(12);
  expect([months[0], months[10], months[11]]).toEqual(['2025-03', '2026-01', '2026-02']);
});

const figures = (componentId: string, some: Partial<ComponentFigures>): ComponentFigures => ({
  componentId,
  name: componentId,
  inCatalogue: true,
  runs: 10,
  smoothRuns: 10,
  medianMinutes: 10,
  p90Minutes: 10,
  estimateMinutes: 10,
  months: [],
  ...some,
});

test('each order has its worst first, and more runs before fewer where they are as bad', () => {
  const rough = figures('rough', { smoothRuns: 4 });
  const slow = figures('slow', { medianMinutes: 30 });
  const long = figures('long', { p90Minutes: 90 });
  const often = figures('often', { runs: 50, smoothRuns: 50 });
  const all = [figures('plain', {}), rough, slow, long, often];
  const order = (by: Parameters<typeof worstFirst>[1]) => worstFirst(all, by).map((each) => each.name);
  expect(order('smooth').slice(0, 2)).toEqual(['rough', 'often']);
  expect(order('median')[0]).toBe('slow');
  expect(order('tail')[0]).toBe('long');
  expect(order('runs')[0]).toBe('often');
});

describe('the address of the statistics', () => {
  test('keeps every question, and leaves the usual ones out', () => {
    const filter = parseStatisticsFilter({ period: '30', component: 'slack', steps: 'undone' });
    const href = statisticsHref(filter, { by: 'tail' });
    const asked = Object.fromEntries(new URL(href, 'http://board').searchParams);
    expect(parseStatisticsFilter(asked)).toEqual({ ...filter, by: 'tail' });
    expect(statisticsHref(parseStatisticsFilter({}))).toBe('/runbooks/statistics');
  });

  test('that cannot be understood opens the usual page', () => {
    const odd = { period: '7', kind: 'x', component: "'; drop", by: ['runs'], steps: '' };
    expect(parseStatisticsFilter(odd)).toEqual({ ...parseStatisticsFilter({}), by: 'runs' });
  });
});

describe('the plot of medians', () => {
  const months = [
    { month: '2026-09', runs: 2, medianMinutes: 10 },
    { month: '2026-10', runs: 0, medianMinutes: null },
    { month: '2026-11', runs: 3, medianMinutes: 40 },
  ];
  const plot = (some = months) =>
    renderToStaticMarkup(<MedianPlot name="Slack" months={some} estimateMinutes={20} />);

  test('says in words what its bars show, and leaves out months without runs', () => {
    expect(plot()).toContain('aria-label="Median of Slack by month: Sep 2026 10 min, Nov 2026 40 min"');
    expect(plot().match(/<rect/g)).toHaveLength(2);
  });

  test('draws every bar and the estimate inside its frame, and only what is over the estimate in amber', () => {
    const rects = [
      ...plot().matchAll(
        /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" class="([\w-]+)"/g,
      ),
    ];
    expect(rects.map(([, , , , , look]) => look)).toEqual(['fill-accent', 'fill-warn']);
    for (const [, x, y, width, height] of rects) {
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(30);
      expect(Number(y)).toBeGreaterThanOrEqual(0);
      expect(Number(y) + Number(height)).toBeCloseTo(100);
    }
    expect(plot()).toMatch(/<line [^>]*y1="48"/);
  });

  test('has no style attribute, which the policy would refuse', () => {
    expect(plot()).not.toContain('style=');
  });

  test('of nothing is words', () => {
    expect(plot([{ month: '2026-11', runs: 0, medianMinutes: null }])).not.toContain('<svg');
  });
});

test.each([
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [1, 1000, '1 %'],
  [999, 1000, '99 %'],
  [1, 3, '33 %'],
])('%d of %d is %s', (part, whole, words) => {
  expect(shareWords(part, whole)).toBe(words);
});
