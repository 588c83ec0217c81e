/** "93 %" of a whole, "100 %" only when it is all of it, and "0 %" only when it is none. */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return 'none';
  const percent = Math.round((part / whole) * 100);
  if (percent === 100 && part < whole) return '99 %';
  if (percent === 0 && part > 0) return '1 %';
  return `${percent} %`;
}
