import 'server-only';
import { env } from '@/lib/env';

/**
 * The board's address as the browser behind a request sees it, without a path: AUTH_URL, or what our proxy (or Next
 * itself) wrote into the headers. `url` is the request's own address, where there is one.
 */
export function boardOrigin(headers: Pick<Headers, 'get'>, url?: string): string {
  const { AUTH_URL } = env();
  if (AUTH_URL !== undefined) return new URL(AUTH_URL).origin;
  const own = url === undefined ? undefined : new URL(url);
  const protocol = (headers.get('x-forwarded-proto') ?? own?.protocol ?? 'https').replace(/:$/, '');
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? own?.host ?? 'localhost';
  return `${protocol}://${host}`;
}

/**
 * A cookie's name for that origin. Over https a browser takes a cookie of the longer name only from this very host, over
 * https and for every path, so that no neighbouring host can set or replace it.
 */
export function cookieName(name: string, origin: string): string {
  return isSecure(origin) ? `__Host-${name}` : name;
}

export function isSecure(origin: string): boolean {
  return origin.startsWith('https:');
}
