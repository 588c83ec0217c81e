import 'server-only';
import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authConfiguration } from '@/lib/auth/auth-configuration';
import { boardOrigin } from '@/lib/auth/board-origin';
import { resumeTicket } from '@/lib/auth/session-ticket';

/**
 * The cookie holds a person's id and a session's id, encrypted; whether they still count is asked of the database
 * at every request (`session.ts`). Checking a password happens before, in `sign-in.ts`, or at the sign-in provider
 * (`openid-sign-in.ts`); what arrives here is the ticket of a session that was just started in this process, good once
 * and for seconds.
 */
async function configuration(request: NextRequest | undefined): Promise<NextAuthConfig> {
  return {
    ...authConfiguration(boardOrigin(request?.headers ?? (await headers()), request?.url)),
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
  };
}

export const { handlers, signIn, signOut } = NextAuth(configuration);
