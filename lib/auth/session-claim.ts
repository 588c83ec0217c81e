import 'server-only';
import { getToken } from 'next-auth/jwt';
import { authSecret } from '@/lib/auth/auth-secret';
import { boardOrigin, cookieName, isSecure } from '@/lib/auth/board-origin';

/** Whose session a request says it is: what the cookie holds, and nothing yet about whether it still counts. */
export interface SessionClaim {
  userId: string;
  sessionId: string;
}

/**
 * What the session cookie of a request says, or null without one that this board encrypted and that is still in date.
 * Only the cookie is looked at, and it is only opened: next-auth's `auth()` would also make a new one each time, which
 * nobody could send from a page.
 */
export async function sessionClaim(headers: Pick<Headers, 'get'>): Promise<SessionClaim | null> {
  const origin = boardOrigin(headers);
  const name = cookieName('authjs.session-token', origin);
  const token = await getToken({
    req: { headers: { cookie: headers.get('cookie') ?? '' } },
    secret: authSecret(),
    cookieName: name,
    salt: name,
    secureCookie: isSecure(origin),
  });
  if (typeof token?.sub !== 'string' || typeof token.sessionId !== 'string') return null;
  return { userId: token.sub, sessionId: token.sessionId };
}
