import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { RevealChart } from '@/components/audit/reveal-chart';
import { RevealReport } from '@/components/audit/reveal-report';
import { revealsHref } from '@/components/audit/reveals-href';
import { auditFilterSchema } from '@/lib/audit/filter';

const NOW = new Date('2026-11-22T12:00:00Z');
const BARS = [
  { day: '2026-11-20', count: 1 },
  { day: '2026-11-21', count: 0 },
  { day: '2026-11-22', count: 40 },
];
const chart = (bars = BARS) =>
  renderToStaticMarkup(<RevealChart unit="day" from="2026-11-20" to="2026-11-22" bars={bars} now={NOW} />);

describe('the chart of decryptions', () => {
  test('says in words and as a table what its bars show', () => {
    const html = chart();
    expect(html).toContain('aria-label="Decryptions by day: 41 from 20 Nov to 22 Nov, at most 40 in a day"');
    const table = html.slice(html.indexOf('<tbody'));
    expect([...table.matchAll(/<tr/g)]).toHaveLength(2);
    expect(table).toMatch(/20 Nov.*>1<.*22 Nov.*>40</s);
  });

  test('draws every bar inside its frame, the smallest one too to be seen', () => {
    const rects = [
      ...chart().matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ];
    expect(rects).toHaveLength(2);
    for (const [, x, y, width, height] of rects) {
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(30);
      expect(Number(y) + Number(height)).toBeCloseTo(100);
      expect(Number(height)).toBeGreaterThanOrEqual(4);
      expect(Number(y)).toBeGreaterThanOrEqual(0);
    }
  });

  test('has no style attribute, which the policy would refuse', () => {
    expect(chart()).not.toContain('style=');
  });

  test('of nothing is a sentence', () => {
    const html = chart(BARS.map((bar) => ({ ...bar, count: 0 })));
    expect(html).toContain('Nothing was decrypted from 20 Nov to 22 Nov.');
    expect(html).not.toContain('<svg');
  });
});

const report = {
  person: null,
  client: null,
  slot: null,
  decryptions: 1,
  values: 1,
  clients: 1,
  people: 1,
  first: null,
  last: null,
};
const text = (facts: object) =>
  renderToStaticMarkup(<RevealReport report={{ ...report, ...facts }} />).replaceAll(/<[^>]+>/g, '');

test.each([
  [{ person: { name: 'Ada', you: false } }, 'Everything Ada decrypted'],
  [{ person: { name: 'Ada', you: true }, client: 'Harbor' }, 'Everything you decrypted for Harbor'],
  [{ slot: 'KEY', client: 'Harbor' }, 'Everyone who decrypted KEY of Harbor'],
  [{ person: { name: 'Ada', you: false }, slot: 'KEY' }, 'Every time Ada decrypted KEY'],
])('a report says what was asked: %j', (facts, sentence) => {
  expect(text(facts)).toMatch(new RegExp(`^${sentence}1 decryption of 1 value of 1 client`));
});

test('a report of nothing says only that', () => {
  expect(text({ slot: 'KEY', decryptions: 0 })).toBe('Everyone who decrypted KEY0 decryptions.');
});

test('the links to a report ask exactly its question', () => {
  const person = '01930000-0000-7000-8000-000000000001';
  const asked = (href: string) =>
    auditFilterSchema.parse(Object.fromEntries(new URL(href, 'http://board').searchParams));
  expect(asked(revealsHref({ person }))).toEqual({ action: 'credential.revealed', person });
  expect(asked(revealsHref({ client: 'harbor', slot: 'A_KEY' }))).toEqual({
    action: 'credential.revealed',
    client: 'harbor',
    slot: 'A_KEY',
  });
});
