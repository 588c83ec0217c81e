import { describe, expect, test } from 'vitest';
import { mergePosted, sameAnswer } from '@/lib/wizard/merge';
import { postedForm } from '@/lib/wizard/posted-form';
import type { AnswerValue, StoredAnswer } from '@/lib/wizard/schema';

const stored = (value: AnswerValue, revision: number): StoredAnswer => ({
  value,
  revision,
  updatedBy: 'somebody',
  updatedAt: new Date(0),
});

const merge = (now: StoredAnswer | undefined, base: [number, AnswerValue] | undefined, posted: AnswerValue) =>
  mergePosted(new Map(now === undefined ? [] : [['name', now]]), {
    values: { name: posted },
    base: base === undefined ? {} : { name: { revision: base[0], value: base[1] } },
  });

describe('three answers to one question: as shown, as stored now, as sent', () => {
  test.each([
    ['nobody else changed it', stored('a', 1), [1, 'a'], 'b', { changes: { name: 'b' }, conflicts: [] }],
    ['never answered before', undefined, [0, ''], 'b', { changes: { name: 'b' }, conflicts: [] }],
    ['sent as it stands', stored('b', 4), [1, 'a'], 'b', { changes: {}, conflicts: [] }],
    ['left as it was shown', stored('c', 2), [1, 'a'], 'a', { changes: {}, conflicts: [] }],
    ['changed by both', stored('c', 2), [1, 'a'], 'b', { changes: {}, conflicts: ['name'] }],
    ['changed there and back', stored('a', 3), [1, 'a'], 'b', { changes: { name: 'b' }, conflicts: [] }],
    [
      'sent without saying what was shown',
      stored('c', 2),
      undefined,
      'b',
      { changes: {}, conflicts: ['name'] },
    ],
  ] as const)('%s', (_, now, base, posted, expected) => {
    expect(merge(now, base as [number, AnswerValue] | undefined, posted)).toEqual(expected);
  });

  test('the order of ticks is no difference', () => {
    expect(sameAnswer(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameAnswer(['a'], ['a', 'b'])).toBe(false);
    expect(sameAnswer('a', ['a'])).toBe(false);
  });
});

describe('a form as it is sent', () => {
  const form = (entries: [string, string][]) => {
    const data = new FormData();
    for (const [name, value] of entries) data.append(name, value);
    return data;
  };

  test('a question that was not shown is left alone; a list without a tick is empty', () => {
    const posted = postedForm(form([['name', 'Harbor']]), ['name', 'notes', 'packs']);
    expect(posted.values).toEqual({ name: 'Harbor', packs: [] });
  });

  test('line ends of forms and of scripts are the same text', () => {
    expect(postedForm(form([['notes', 'a\r\nb']]), ['notes']).values).toEqual({ notes: 'a\nb' });
  });

  test.each(['{', '[]', '{"name":{"revision":-1,"value":"x"}}', '{"name":1}'])(
    'a damaged base is refused: %s',
    (base) => {
      expect(() => postedForm(form([['base', base]]), ['name'])).toThrow('This form is damaged');
    },
  );
});
