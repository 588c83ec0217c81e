import type { Origin } from '@/lib/auth/sign-in';

/**
 * Address and browser of a request. The last entry of X-Forwarded-For is the one our own proxy (or Next itself)
 * appended; entries before it are whatever the caller liked to send.
 */
export function requestOrigin(headers: Pick<Headers, 'get'>): Origin {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return {
    address: address === undefined || address === '' ? 'unknown' : address.slice(0, 64),
    userAgent: (headers.get('user-agent') ?? 'unknown').slice(0, 200),
  };
}
