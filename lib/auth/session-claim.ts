import 'server-only';
import { createHash } from 'node:crypto';
import { getToken } from 'next-auth/jwt';
import { authSecret } from '@/lib/auth/auth-secret';
import { boardOrigin, cookieName, isSecure } from '@/lib/auth/board-origin';

/** Whose session a request says it is: what the cookie holds, and nothing yet about whether it still counts. */
export interface SessionClaim {
  userId: string;
  sessionId: string;
}

/** Opened cookies by their hash: a browser sends the same one with every request. */
const opened = new Map<string, { claim: SessionClaim; expiresAtSeconds: number }>();
const MAX_OPENED = 1000;

/**
 * What the session cookie of a request says, or null without one that this board encrypted and that is still in date.
 * Only the cookie is looked at, and it is opened once: next-auth's `auth()` would also make a new one each time, which
 * nobody could send from a page. Whether the session still counts is asked of the database at every request.
 */
export async function sessionClaim(headers: Pick<Headers, 'get'>): Promise<SessionClaim | null> {
  const origin = boardOrigin(headers);
  const name = cookieName('authjs.session-token', origin);
  const cookie = headers.get('cookie') ?? '';
  const hash = createHash('sha256').update(`${name} ${authSecret()} ${cookie}`).digest('base64');
  const known = opened.get(hash);
  if (known !== undefined && known.expiresAtSeconds > Date.now() / 1000) return known.claim;
  const token = await getToken({
    req: { headers: { cookie } },
    secret: authSecret(),
    cookieName: name,
    salt: name,
    secureCookie: isSecure(origin),
  });
  if (typeof token?.sub !== 'string' || typeof token.sessionId !== 'string') return null;
  const claim = { userId: token.sub, sessionId: token.sessionId };
  if (token.exp !== undefined) remember(hash, claim, token.exp);
  return claim;
}

function remember(hash: string, claim: SessionClaim, expiresAtSeconds: number): void {
  const [oldest] = opened.keys();
  if (opened.size >= MAX_OPENED && oldest !== undefined) opened.delete(oldest);
  opened.set(hash, { claim, expiresAtSeconds });
}
