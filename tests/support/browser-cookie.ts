import { NextRequest } from 'next/server';
import { handlers } from '@/lib/auth/next-auth';

const SITE = 'http://localhost:3000/api/auth';

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

/**
 * What somebody without a browser can send straight to the library behind the sign-in. Returns the session cookies
 * it gives, as a browser sends them back.
 */
export async function postToCallback(fields: Record<string, string>): Promise<string[]> {
  const csrf = await handlers.GET(new NextRequest(`${SITE}/csrf`));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await handlers.POST(
    new NextRequest(`${SITE}/callback/credentials`, {
      method: 'POST',
      headers: { cookie: cookiesOf(csrf).join('; ') },
      body: new URLSearchParams({ ...fields, csrfToken }),
    }),
  );
  return cookiesOf(answer).filter((cookie) => /session-token=./.test(cookie));
}
