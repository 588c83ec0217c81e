'use client';

import { classNames } from './class-names';
import { formatDay, formatFull, formatStamp, formatTime } from './format-time';
import { useViewerClock } from './viewer-clock';

export interface TimeProps {
  /** A moment, or its ISO 8601 text. */
  at: Date | string;
  /** `day` leaves the clock out: "3 Nov". `stamp` holds on any other day too, `full` writes everything: for reports. */
  as?: 'moment' | 'day' | 'stamp' | 'full';
  className?: string;
}

/** A moment in the viewer's time zone: "today 10:42", "Tue 14:05", "3 Nov"; everything on hover. */
export function Time({ at, as = 'moment', className }: TimeProps) {
  const { timeZone, now } = useViewerClock();
  const date = typeof at === 'string' ? new Date(at) : at;
  const full = formatFull(date, timeZone);
  const words = {
    moment: () => formatTime(date, timeZone, now),
    day: () => formatDay(date, timeZone, now),
    stamp: () => formatStamp(date, timeZone),
    full: () => full,
  }[as]();
  return (
    <time
      dateTime={date.toISOString()}
      title={as === 'full' ? undefined : full}
      className={classNames(as !== 'full' && 'whitespace-nowrap', className)}
    >
      {words}
    </time>
  );
}
