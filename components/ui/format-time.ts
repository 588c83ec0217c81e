const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const DAY_MILLIS = 86_400_000;

interface CivilTime {
  year: number;
  month: number;
  day: number;
  hour: string;
  minute: string;
  second: string;
  /** Days since 1970-01-01 in that zone: two instants are on the same day exactly when these agree. */
  dayNumber: number;
}

/** Whether this runtime knows the IANA name, such as `Europe/Berlin`. */
export function isTimeZone(name: string | undefined): name is string {
  if (name === undefined || !/^[A-Za-z0-9_+\-/]{1,64}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** By time zone. To make one takes a hundred times as long as to use it, and a page shows hundreds of moments. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** People are in a handful of zones; whoever makes them up fills no memory. */
const MOST_FORMATS = 100;

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  if (formats.size < MOST_FORMATS) formats.set(timeZone, made);
  return made;
}

function civilTime(at: Date, timeZone: string): CivilTime {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const year = Number(parts.get('year'));
  const month = Number(parts.get('month'));
  const day = Number(parts.get('day'));
  return {
    year,
    month,
    day,
    hour: parts.get('hour') ?? '',
    minute: parts.get('minute') ?? '',
    second: parts.get('second') ?? '',
    dayNumber: Math.round(Date.UTC(year, month - 1, day) / DAY_MILLIS),
  };
}

function weekday(time: CivilTime): string {
  return WEEKDAYS[(((time.dayNumber + 4) % 7) + 7) % 7] ?? '';
}

/**
 * A moment in the words of the screen: "today 10:42", "yesterday 18:05", "tomorrow 09:00", "Tue 14:05" within the
 * last six days, else "3 Nov", with the year when it is another one. Month names are our own, because the server's
 * and the browser's spell some of them differently.
 */
export function formatTime(at: Date, timeZone: string, now: Date): string {
  const time = civilTime(at, timeZone);
  const today = civilTime(now, timeZone);
  const clock = `${time.hour}:${time.minute}`;
  const daysAgo = today.dayNumber - time.dayNumber;
  if (daysAgo === 0) return `today ${clock}`;
  if (daysAgo === 1) return `yesterday ${clock}`;
  if (daysAgo === -1) return `tomorrow ${clock}`;
  if (daysAgo > 1 && daysAgo < 7) return `${weekday(time)} ${clock}`;
  return formatDay(at, timeZone, now);
}

/** A day: "3 Nov", or "3 Nov 2025" when the year is not the present one. */
export function formatDay(at: Date, timeZone: string, now: Date): string {
  const time = civilTime(at, timeZone);
  const day = `${time.day} ${MONTHS[time.month - 1] ?? ''}`;
  return time.year === civilTime(now, timeZone).year ? day : `${day} ${time.year}`;
}

/** A moment that is read on another day than it was written, as on paper: "3 Nov 2026, 14:05". */
export function formatStamp(at: Date, timeZone: string): string {
  const time = civilTime(at, timeZone);
  return `${time.day} ${MONTHS[time.month - 1] ?? ''} ${time.year}, ${time.hour}:${time.minute}`;
}

/** Everything there is to know about a moment: "Tue 3 Nov 2026, 14:05:09 (Europe/Berlin)". */
export function formatFull(at: Date, timeZone: string): string {
  const time = civilTime(at, timeZone);
  const month = MONTHS[time.month - 1] ?? '';
  return `${weekday(time)} ${time.day} ${month} ${time.year}, ${time.hour}:${time.minute}:${time.second} (${timeZone})`;
}
