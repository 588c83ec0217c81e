import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ClearPhase, clearLater } from '@/components/runbook/secret-clipboard';
import { takeClipboard } from '@/components/ui/clipboard-holder';

const AFTER_MILLIS = 30_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Begins a countdown for a copy made now; what it reports, in order. */
function countdown(): ClearPhase[] {
  const reported: ClearPhase[] = [];
  clearLater({ ticket: takeClipboard(), digest: '' }, AFTER_MILLIS, (phase) => reported.push(phase));
  return reported;
}

test('a countdown ends as soon as the page copies something else, and only once', async () => {
  const first = countdown();
  expect(first).toEqual([]);
  const second = countdown();
  expect(first).toEqual(['replaced']);
  expect(second).toEqual([]);
  takeClipboard();
  takeClipboard();
  await vi.advanceTimersByTimeAsync(AFTER_MILLIS);
  expect(first).toEqual(['replaced']);
  expect(second).toEqual(['replaced']);
});
