import { expect, test } from 'vitest';
import type { AuditLineView } from '@/components/audit/audit-table';
import { foldCopies } from '@/components/audit/fold-copies';

let seq = 0;
function line(more: Partial<AuditLineView>): AuditLineView {
  seq += 1;
  return {
    seq,
    chainSeq: seq,
    at: new Date(Date.UTC(2026, 10, 22, 10, 0, seq)),
    action: 'credential.revealed',
    outcome: 'ok',
    actorId: 'sam',
    actorName: 'Sam',
    actorRole: 'consultant',
    via: 'web',
    isAgent: false,
    client: { slug: 'harbor', name: 'Harbor' },
    slotId: 'openrouter.api-key',
    slotKey: 'OPENROUTER_API_KEY',
    valueVersion: 1,
    subjectName: null,
    detail: {},
    origin: null,
    ...more,
  };
}
const copyOf = (reveal: AuditLineView, more: Partial<AuditLineView> = {}) =>
  line({ action: 'credential.copied', detail: { reveal: reveal.chainSeq }, ...more });
const told = (lines: AuditLineView[]) =>
  foldCopies(lines).map(({ seq: number, copiedAt }) => [number, copiedAt?.getTime() ?? null]);

test('a copy stands in the line of its own decryption, whatever came between', () => {
  const [one, other] = [line({}), line({})];
  const [second, first] = [copyOf(other), copyOf(one)];
  expect(told([first, second, other, one])).toEqual([
    [other.seq, second.at.getTime()],
    [one.seq, first.at.getTime()],
  ]);
});

test.each<[string, Partial<AuditLineView>]>([
  ['of another client', { client: { slug: 'other', name: 'Other' } }],
  ['of another person', { actorId: 'ada' }],
  ['of another slot', { slotId: 'slack.bot-token' }],
  ['that was refused', { outcome: 'refused' }],
])('a copy %s keeps its own line', (_, more) => {
  const reveal = line({});
  const copy = copyOf(reveal, more);
  expect(told([copy, reveal])).toEqual([
    [copy.seq, null],
    [reveal.seq, null],
  ]);
});

test('a copy whose decryption is on another page keeps its own line, and nothing is lost of a second copy', () => {
  const reveal = line({});
  const [copy, again] = [copyOf(reveal), copyOf(reveal)];
  expect(told([copy])).toEqual([[copy.seq, null]]);
  expect(told([again, copy, reveal]).map(([number]) => number)).toEqual([copy.seq, reveal.seq]);
});
