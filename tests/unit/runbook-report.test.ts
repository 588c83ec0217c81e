import fc from 'fast-check';
import { expect, test } from 'vitest';
import { workTimes } from '@/lib/runbook/report-durations';
import { activeMinutes } from '@/lib/runbook/state';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 10, 0) + minutes * 60_000);
const acts = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 90 }),
      stepId: fc.constantFrom('power.set', 'power.verify', null),
      actorId: fc.constantFrom('sam', 'dana'),
    }),
    { maxLength: 20 },
  )
  .map((list) => {
    let minutes = 0;
    return list.map(({ gap, ...act }) => {
      minutes += gap;
      return { ...act, at: at(minutes) };
    });
  });

const sum = (shares: ReadonlyMap<string, number>) => [...shares.values()].reduce((a, b) => a + b, 0);

test('the times of the steps and those of the people each add up to the time at work', () => {
  fc.assert(
    fc.property(acts, (events) => {
      const times = workTimes(events);
      const whole = activeMinutes(
        events.map((event) => event.at),
        null,
      );
      expect(times.total).toBeCloseTo(whole, 6);
      expect(sum(times.steps)).toBeCloseTo(whole, 6);
      expect(sum(times.people)).toBeCloseTo(whole, 6);
    }),
  );
});

test('the time before an act belongs to its step and its person, and a night to nobody', () => {
  const times = workTimes([
    { stepId: null, actorId: 'sam', at: at(0) },
    { stepId: 'power.set', actorId: 'sam', at: at(4) },
    { stepId: 'power.verify', actorId: 'dana', at: at(7) },
    { stepId: 'power.verify', actorId: 'dana', at: at(900) },
  ]);
  expect([...times.steps]).toEqual([
    ['power.set', 4],
    ['power.verify', 3],
  ]);
  expect([...times.people]).toEqual([
    ['sam', 4],
    ['dana', 3],
  ]);
});
