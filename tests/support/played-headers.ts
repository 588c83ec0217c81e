/**
 * The browser's half of a request, in place of `next/headers`, for tests that call actions and routes without a server:
 * `vi.mock('next/headers', () => import('@/tests/support/played-headers'))`.
 */

interface Cookie {
  name: string;
  value: string;
  options: { httpOnly?: boolean; path?: string; sameSite?: string; maxAge?: number; secure?: boolean };
}

/** The one browser that is played. */
export const browser = {
  jar: new Map<string, Cookie>(),
  host: 'localhost:3000',
  proto: 'http',
  address: '192.0.2.77',
};

/** What the browser sends with a request to the board. */
export function sentHeaders(): Headers {
  const cookie = [...browser.jar.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
  return new Headers({
    host: browser.host,
    'x-forwarded-proto': browser.proto,
    'x-forwarded-for': browser.address,
    'user-agent': 'test',
    cookie,
  });
}

/** Does what a response's Set-Cookie headers say. */
export function keepCookies(response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    const value = decodeURIComponent(pair.slice(pair.indexOf('=') + 1));
    if (value === '' || /max-age=0/i.test(line)) browser.jar.delete(name);
    else browser.jar.set(name, { name, value, options: {} });
  }
}

export const headers = async (): Promise<Headers> => sentHeaders();

export const cookies = async () => ({
  get: (name: string) => browser.jar.get(name),
  set: (name: string, value: string, options: Cookie['options']) =>
    value === '' ? browser.jar.delete(name) : browser.jar.set(name, { name, value, options }),
});
