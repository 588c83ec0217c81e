import 'server-only';
import type { NextAuthConfig } from 'next-auth';
import { authSecret } from '@/lib/auth/auth-secret';
import { cookieName, isSecure } from '@/lib/auth/board-origin';
import { SESSION_HOURS } from '@/lib/auth/sign-in';

/** What next-auth needs to know for whatever it does on the board at `origin`. */
export function authConfiguration(origin: string): Omit<NextAuthConfig, 'providers'> {
  const named = (name: string) => ({ name: cookieName(`authjs.${name}`, origin) });
  return {
    secret: authSecret(),
    trustHost: true,
    useSecureCookies: isSecure(origin),
    cookies: {
      sessionToken: named('session-token'),
      callbackUrl: named('callback-url'),
      csrfToken: named('csrf-token'),
      pkceCodeVerifier: named('pkce'),
      state: named('state'),
      nonce: named('nonce'),
    },
    session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    logger: { error: () => undefined, warn: () => undefined },
  };
}
