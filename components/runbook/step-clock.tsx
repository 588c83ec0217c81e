'use client';

import { useEffect, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/duration';
import { useLivePlace } from './live-step';
import { useServerClock } from './server-clock';

const TICK_MILLIS = 20_000;

/** How long somebody has been on the step, against its estimate; amber once it is over. Nothing while nobody is. */
export function StepClock({ estimateMinutes }: { estimateMinutes: number }) {
  const { step, last } = useLivePlace();
  const since = step.state === 'claimed' ? step.deed : step.state === 'todo' ? last : null;
  const minutes = useMinutesSince(since?.at ?? null);
  if (minutes === null) return <span>about {formatDuration(estimateMinutes)}</span>;
  const over = minutes > estimateMinutes;
  return (
    <span className={classNames('tabular-nums', over && 'text-warn')}>
      {formatDuration(minutes)} of about {formatDuration(estimateMinutes)}
      {over && ' · over the estimate'}
    </span>
  );
}

/** Longer than this nobody was on it: somebody went home, and the run's own clock says that it was silent. */
const LONGEST_MINUTES = 240;

/** Whole minutes since a moment, counted on while the page is open; null before the page is there, and too long ago. */
function useMinutesSince(at: Date | null): number | null {
  const clock = useServerClock();
  const [now, setNow] = useState<number | null>(null);
  const since = at?.getTime() ?? null;
  useEffect(() => {
    if (since === null) return;
    const tick = () => setNow(clock.now());
    tick();
    const timer = setInterval(tick, TICK_MILLIS);
    const leave = clock.subscribe(tick);
    return () => {
      leave();
      clearInterval(timer);
    };
  }, [since, clock]);
  if (since === null || now === null) return null;
  const minutes = Math.floor(Math.max(0, now - since) / 60_000);
  return minutes > LONGEST_MINUTES ? null : minutes;
}
