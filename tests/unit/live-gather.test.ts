import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gather } from '@/components/runbook/gather';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what comes in a burst is handed on once, in its order, and soon; what comes later by itself', () => {
  const handed: number[][] = [];
  const gather = new Gather<number>((items) => handed.push(items));
  gather.add([1, 2]);
  vi.advanceTimersByTime(99);
  gather.add([3]);
  expect(handed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(handed).toEqual([[1, 2, 3]]);
  gather.add([4]);
  vi.advanceTimersByTime(100);
  expect(handed).toEqual([[1, 2, 3], [4]]);
});

test('a page that is gone is handed nothing', () => {
  const handed: number[][] = [];
  const gather = new Gather<number>((items) => handed.push(items));
  gather.add([1]);
  gather.stop();
  vi.advanceTimersByTime(1000);
  expect(handed).toEqual([]);
});
