const HOUR_MILLIS = 3_600_000;
const DAY_HOURS = 24;

/** How long ago, in the one unit that matters: "just now", "2 h", "6 days", "5 weeks", "14 months". */
export function ageWords(since: Date, now: Date): string {
  const hours = Math.max(0, Math.floor((now.getTime() - since.getTime()) / HOUR_MILLIS));
  if (hours < 1) return 'just now';
  if (hours < DAY_HOURS) return `${hours} h`;
  const days = Math.floor(hours / DAY_HOURS);
  if (days < 28) return days === 1 ? '1 day' : `${days} days`;
  if (days < 112) return `${Math.floor(days / 7)} weeks`;
  return `${Math.floor(days / 30.4)} months`;
}
