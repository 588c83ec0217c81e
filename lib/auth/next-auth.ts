import 'server-only';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authSecret } from '@/lib/auth/auth-secret';
import { resumeTicket } from '@/lib/auth/session-ticket';
import { SESSION_HOURS } from '@/lib/auth/sign-in';

/**
 * The cookie holds a person's id and a session's id, encrypted; whether they still count is asked of the database
 * at every request (`session.ts`). Checking a password happens before, in `sign-in.ts`; what arrives here is the
 * ticket of a session that was just started in this process, good once and for seconds.
 */
function configuration(): NextAuthConfig {
  return {
    secret: authSecret(),
    trustHost: true,
    session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3600 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { ticket: {} },
        authorize: (credentials) => resumeTicket(credentials.ticket),
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user?.id !== undefined && 'sessionId' in user) {
          return { sub: user.id, sessionId: String(user.sessionId) };
        }
        return token;
      },
      session({ session, token }) {
        return { expires: session.expires, userId: token.sub, sessionId: token.sessionId };
      },
    },
    logger: { error: () => undefined, warn: () => undefined },
  };
}

export const { handlers, auth, signIn, signOut } = NextAuth(configuration);
