'use client';

import { useEffect, useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatDuration } from '@/components/ui/duration';

interface RunClockProps {
  /** Minutes of work when the page was made. */
  activeMinutes: number;
  estimateMinutes: number;
  /** When the last act was, as an ISO text; null before the first and after the end. */
  lastAt: string | null;
  silenceMinutes: number;
  nowMillis: number;
}

const TICK_MILLIS = 20_000;

/** "47 min of 95 min": goes on by itself, and turns amber over the estimate or after a long silence. */
export function RunClock({
  activeMinutes,
  estimateMinutes,
  lastAt,
  silenceMinutes,
  nowMillis,
}: RunClockProps) {
  const [now, setNow] = useState(nowMillis);
  // Every moment here is the server's: a device whose clock is wrong still counts right.
  const ahead = useRef(0);
  useEffect(() => {
    ahead.current = Date.now() - nowMillis;
    setNow(nowMillis);
  }, [nowMillis]);
  useEffect(() => {
    if (lastAt === null) return;
    const tick = () => setNow(Date.now() - ahead.current);
    tick();
    const timer = setInterval(tick, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [lastAt]);
  const silent = lastAt === null ? 0 : Math.max(0, (now - Date.parse(lastAt)) / 60_000);
  const quiet = silent >= silenceMinutes;
  const since = lastAt === null || quiet ? 0 : Math.max(0, (now - nowMillis) / 60_000);
  const minutes = activeMinutes + since;
  const over = minutes > estimateMinutes;
  return (
    <span className={classNames('tabular-nums', (over || quiet) && 'text-warn')}>
      {formatDuration(minutes)} of {formatDuration(estimateMinutes)}
      {over && ' · over the estimate'}
      {quiet && ` · silent for ${formatDuration(silent)}`}
    </span>
  );
}
