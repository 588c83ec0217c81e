import type { AnswerValue, PostedForm, StoredAnswer } from '@/lib/wizard/schema';

export interface Merge {
  /** What this person changed and nobody else did. */
  changes: Record<string, AnswerValue>;
  /** Fields that somebody else changed too, to something else. Nothing of these is written. */
  conflicts: string[];
}

/**
 * Tells, field by field, whether a sent form changes an answer. A field that was left as it was shown never takes
 * back what somebody else has written meanwhile.
 */
export function mergePosted(current: ReadonlyMap<string, StoredAnswer>, posted: PostedForm): Merge {
  const merge: Merge = { changes: {}, conflicts: [] };
  for (const [field, value] of Object.entries(posted.values)) {
    const stored = current.get(field);
    const base = Object.hasOwn(posted.base, field) ? posted.base[field] : undefined;
    if (stored !== undefined && sameAnswer(stored.value, value)) continue;
    if (isAsShown(stored, base)) merge.changes[field] = value;
    else if (base === undefined || !sameAnswer(base.value, value)) merge.conflicts.push(field);
  }
  return merge;
}

/** Whether an answer is still what somebody was shown before they changed it: by its revision, or as it reads. */
export function isAsShown(
  stored: StoredAnswer | undefined,
  shown: { revision: number; value?: AnswerValue | undefined } | undefined,
): boolean {
  if ((stored?.revision ?? 0) === (shown?.revision ?? 0)) return true;
  return stored !== undefined && shown?.value !== undefined && sameAnswer(stored.value, shown.value);
}

/** Whether two answers are the same; the order of ticks does not count. */
export function sameAnswer(a: AnswerValue, b: AnswerValue): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((item) => b.includes(item));
}
