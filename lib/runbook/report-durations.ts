import type { RunEvent } from '@/lib/runbook/run-events';
import { SILENCE_MINUTES } from '@/lib/runbook/silence';

const MINUTE_MILLIS = 60_000;

/** Minutes at work, and whose and on what they were. The shares add up to the whole. */
export interface WorkTimes {
  /** By step id. What led to an act on the run as a whole is under the empty text. */
  steps: ReadonlyMap<string, number>;
  /** By person's id. */
  people: ReadonlyMap<string, number>;
  total: number;
}

/**
 * How long was worked on what, from the log in order: the time before an act belongs to its step and its person. Half
 * an hour in which nothing happened is nobody's.
 */
export function workTimes(events: readonly Pick<RunEvent, 'at' | 'stepId' | 'actorId'>[]): WorkTimes {
  const steps = new Map<string, number>();
  const people = new Map<string, number>();
  let total = 0;
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    const minutes = before === undefined ? 0 : (event.at.getTime() - before.at.getTime()) / MINUTE_MILLIS;
    if (minutes <= 0 || minutes >= SILENCE_MINUTES) continue;
    add(steps, event.stepId ?? '', minutes);
    add(people, event.actorId, minutes);
    total += minutes;
  }
  return { steps, people, total };
}

function add(sums: Map<string, number>, key: string, minutes: number): void {
  sums.set(key, (sums.get(key) ?? 0) + minutes);
}
