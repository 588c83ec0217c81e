'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { formatDay } from './format-time';
import { setPreferenceCookie } from './set-cookie';

interface Clock {
  timeZone: string;
  now: Date;
}

const ClockContext = createContext<Clock>({ timeZone: 'UTC', now: new Date(0) });
const MINUTE_MILLIS = 60_000;
const listeners = new Set<() => void>();
let browserClock: Clock | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

function readBrowserClock(): Clock {
  browserClock ??= { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC', now: new Date() };
  return browserClock;
}

/** Words such as "today" only change with the day, so nothing renders again in between. */
function refresh() {
  const { timeZone, now } = readBrowserClock();
  const present = new Date();
  if (formatDay(now, timeZone, now) === formatDay(present, timeZone, now)) return;
  browserClock = { timeZone, now: present };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  refresh();
  timer ??= setInterval(refresh, MINUTE_MILLIS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The viewer's time zone and the present day. Whatever part of the page is hydrated, early or late, first repeats
 * what the server used and is corrected right after, so that the two never disagree.
 */
export function useViewerClock(): Clock {
  const serverClock = useContext(ClockContext);
  return useSyncExternalStore(subscribe, readBrowserClock, () => serverClock);
}

interface ViewerClockProps {
  /** From the `tz` cookie, which this sets; UTC on the very first page. */
  timeZone: string;
  nowMillis: number;
  children: ReactNode;
}

/** Tells every time on the page which zone and day the server rendered it for, and the server which zone to use. */
export function ViewerClock({ timeZone, nowMillis, children }: ViewerClockProps) {
  useEffect(() => {
    const zone = readBrowserClock().timeZone;
    if (zone !== timeZone) void setPreferenceCookie('tz', zone);
  }, [timeZone]);
  const serverClock = useMemo(() => ({ timeZone, now: new Date(nowMillis) }), [timeZone, nowMillis]);
  return <ClockContext value={serverClock}>{children}</ClockContext>;
}
