'use client';

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { formatDay } from './format-time';
import { setPreferenceCookie } from './set-cookie';

interface Clock {
  timeZone: string;
  now: Date;
}

const ClockContext = createContext<Clock>({ timeZone: 'UTC', now: new Date(0) });
const MINUTE_MILLIS = 60_000;

/** The viewer's time zone and the present day; the first render repeats what the server used. */
export function useViewerClock(): Clock {
  return useContext(ClockContext);
}

/** Words such as "today" only change with the day, so nothing renders again in between. */
function isCurrent(clock: Clock, zone: string): boolean {
  return (
    clock.timeZone === zone &&
    formatDay(clock.now, zone, clock.now) === formatDay(new Date(), zone, clock.now)
  );
}

interface ViewerClockProps {
  timeZone: string;
  nowMillis: number;
  children: ReactNode;
}

/**
 * Hands the viewer's time zone to every time on the page. The server reads it from a cookie; the browser sets that
 * cookie here and corrects the very first page in place.
 */
export function ViewerClock({ timeZone, nowMillis, children }: ViewerClockProps) {
  const [clock, setClock] = useState<Clock>({ timeZone, now: new Date(nowMillis) });
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    if (zone !== timeZone) void setPreferenceCookie('tz', zone);
    const tick = () =>
      setClock((before) => (isCurrent(before, zone) ? before : { timeZone: zone, now: new Date() }));
    tick();
    const timer = setInterval(tick, MINUTE_MILLIS);
    return () => clearInterval(timer);
  }, [timeZone]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}
