import { cookies } from 'next/headers';
import { isTimeZone } from '@/components/ui/format-time';

/** A form sends its empty fields too; of repeated names the first counts. */
export function givenParams(params: Record<string, string | string[] | undefined>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined && first.trim() !== '') given[name] = first;
  }
  return given;
}

/** The time zone that the reader's browser told us, in which their days begin and end. */
export async function viewerTimeZone(): Promise<string> {
  const zone = (await cookies()).get('tz')?.value;
  return isTimeZone(zone) ? zone : 'UTC';
}
