import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServerClock } from '@/components/runbook/server-clock';

const DEVICE = Date.parse('2026-11-22T10:10:00.000Z');
const SERVER = '2026-11-22T10:00:00.000Z';

beforeEach(() => {
  vi.useFakeTimers({ now: DEVICE });
});

afterEach(() => {
  vi.useRealTimers();
});

test('a device whose clock is ten minutes fast counts from the server’s time', () => {
  const clock = new ServerClock();
  let told = 0;
  clock.subscribe(() => {
    told += 1;
  });
  clock.heard(SERVER);
  vi.setSystemTime(DEVICE + 60_000);
  expect(new Date(clock.now()).toISOString()).toBe('2026-11-22T10:01:00.000Z');
  expect(told).toBe(1);
});

test('before anything was heard, and after what is no time, the device’s clock stays', () => {
  const clock = new ServerClock();
  expect(clock.now()).toBe(DEVICE);
  clock.heard('soon');
  expect(clock.now()).toBe(DEVICE);
});

test('what a message takes on its way is no other time', () => {
  const clock = new ServerClock();
  let told = 0;
  clock.subscribe(() => {
    told += 1;
  });
  clock.heard(new Date(DEVICE - 400).toISOString());
  expect(told).toBe(0);
  expect(clock.now()).toBe(DEVICE);
});
