const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Nov 2026" for 2026-11. A month has no time zone any more. */
export function monthWords(month: string): string {
  const [year, number] = month.split('-');
  return `${NAMES[Number(number) - 1] ?? month} ${year ?? ''}`.trim();
}
