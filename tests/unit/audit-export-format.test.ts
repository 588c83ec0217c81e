import { describe, expect, test } from 'vitest';
import { type ExportedEvent, exportHead, exportLine } from '@/lib/audit/export-format';

const EVENT: ExportedEvent = {
  seq: 7,
  at: '2026-11-22T10:42:00.000Z',
  action: 'credential.revealed',
  outcome: 'ok',
  actorId: '01930000-0000-7000-8000-000000000001',
  actorName: 'Zoë “Z” Ångström, 株式会社',
  actorRole: 'consultant',
  via: 'web',
  isAgent: false,
  reason: null,
  clientId: null,
  client: null,
  slotId: 'openrouter.api-key',
  slotKey: 'OPENROUTER_API_KEY',
  valueVersion: 1,
  runbookId: null,
  stepId: null,
  subjectUserId: null,
  subjectName: null,
  address: '192.0.2.1',
  userAgent: null,
  detail: { reveal: 3 },
  chain: 'board',
  chainSeq: 12,
  keyVersion: 1,
  mac: 'ab'.repeat(32),
};

/** A reader of RFC 4180 written for this test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const csv = (event: ExportedEvent): Record<string, string> => {
  const [head = [], cells = []] = parseCsv(exportHead('csv') + exportLine('csv', event));
  expect(cells).toHaveLength(head.length);
  return Object.fromEntries(head.map((name, at) => [name, cells[at] ?? '']));
};

describe('an export', () => {
  test('as JSON Lines gives every field back as it was, in one line', () => {
    const odd = { ...EVENT, reason: 'two\nlines, "quoted"' };
    const line = exportLine('jsonl', odd);
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toEqual(odd);
  });

  test('as CSV keeps commas, quotes, line breaks and every script in their cells', () => {
    const cells = csv({ ...EVENT, reason: 'a, "b"\r\nc' });
    expect(cells).toMatchObject({
      actorName: EVENT.actorName,
      reason: 'a, "b"\r\nc',
      detail: '{"reveal":3}',
      isAgent: 'false',
      clientId: '',
    });
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'])(
    'as CSV is no formula in a spreadsheet, whoever chose the text: %j',
    (text) => {
      for (const column of ['actorName', 'reason', 'userAgent', 'subjectName', 'stepId'] as const) {
        expect(csv({ ...EVENT, [column]: text })[column]).toBe(`'${text}`);
      }
    },
  );
});
