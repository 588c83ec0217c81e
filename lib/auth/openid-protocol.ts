import 'server-only';
import { headers } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import type { OIDCConfig } from 'next-auth/providers';
import { z } from 'zod';
import { authConfiguration } from '@/lib/auth/auth-configuration';
import { boardOrigin } from '@/lib/auth/board-origin';
import { askIssuer, readIdToken } from '@/lib/auth/openid-issuer';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { OpenIdSettings } from '@/lib/auth/openid-settings';
import { isSafeToAsk } from '@/lib/http/safe-to-ask';

/** Part of the redirect address that operators enter at the provider. */
const PROVIDER = 'openid';
const CALLBACK_PATH = `/api/auth/callback/${PROVIDER}`;

/** What the provider vouches for. */
export interface IssuerAnswer {
  issuer: string;
  subject: string;
  /** Undefined where the provider gives none, or does not say that it is theirs. */
  verifiedEmail: string | undefined;
  name: string | undefined;
  /** When they last entered a password there, in seconds since 1970; many providers only say so when asked. */
  authTime: number | undefined;
}

// Some providers send the words "true" and "false".
const profileSchema = z.object({
  email: z.email().max(254).optional(),
  email_verified: z.union([z.boolean(), z.literal(['true', 'false'])]).optional(),
  name: z.string().trim().min(1).optional().catch(undefined),
});

type Profile = Record<string, unknown> & { sub: string };

function provider(settings: OpenIdSettings): OIDCConfig<Profile> {
  return {
    id: PROVIDER,
    type: 'oidc',
    name: settings.name,
    issuer: settings.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    checks: ['state', 'nonce', 'pkce'],
    // Asked for beside the token: what a provider puts into the token itself differs.
    idToken: false,
    profile: ({ sub }) => ({ id: sub }),
    [customFetch]: askIssuer,
  };
}

/** Where the provider asks who somebody is; the cookies that tie the answer to this browser are set on the way. */
export async function addressAtIssuer(
  settings: OpenIdSettings,
  ask: Record<string, string>,
): Promise<{ address: string; state: string }> {
  const failures: unknown[] = [];
  const origin = boardOrigin(await headers());
  const { signIn } = NextAuth(() => configuration(settings, origin, { failures }));
  const given: string = await signIn(PROVIDER, { redirect: false, redirectTo: '/' }, ask).catch(() => '/');
  const address = new URL(given, origin);
  const state = address.searchParams.get('state');
  // On a failure next-auth answers with a page of ours.
  if (state === null) throw refusalIn(failures);
  if (!isSafeToAsk(address)) throw new OpenIdRefusal('refused');
  return { address: address.href, state };
}

/**
 * Takes what the provider sent back with the browser: checks state, nonce and PKCE, exchanges the code, checks the
 * token and asks for the profile. `setCookies` forget the used ones. Throws OpenIdRefusal.
 */
export async function readAnswer(
  settings: OpenIdSettings,
  request: NextRequest,
): Promise<{ answer: IssuerAnswer; setCookies: string[] }> {
  const origin = boardOrigin(request.headers, request.url);
  const failures: unknown[] = [];
  const arrived: { idToken: string | undefined; profile: unknown }[] = [];
  const { handlers } = NextAuth(() => configuration(settings, origin, { failures, arrived }));
  const asSeen = new NextRequest(new URL(CALLBACK_PATH + request.nextUrl.search, origin), {
    headers: request.headers,
  });
  const response = await handlers.GET(asSeen);
  const [found] = arrived;
  if (found?.idToken === undefined) {
    throw refusalIn(failures, request.nextUrl.searchParams.get('error') === 'access_denied');
  }
  const profile = profileSchema.safeParse(found.profile);
  const token = await readIdToken(settings, found.idToken).catch((error: unknown) => {
    throw refusalIn([error]);
  });
  if (!profile.success) throw new OpenIdRefusal('refused');
  const { email, email_verified, name } = profile.data;
  const isVerified = email_verified === true || email_verified === 'true';
  return {
    answer: { issuer: settings.issuerKey, ...token, verifiedEmail: isVerified ? email : undefined, name },
    setCookies: response.headers.getSetCookie(),
  };
}

interface Heard {
  failures: unknown[];
  arrived?: { idToken: string | undefined; profile: unknown }[];
}

function configuration(settings: OpenIdSettings, origin: string, heard: Heard): NextAuthConfig {
  return {
    ...authConfiguration(origin),
    providers: [provider(settings)],
    callbacks: {
      /** Only listens. Whose session it becomes, if anybody's, is decided by us; next-auth opens none by this way. */
      signIn({ account, profile }) {
        heard.arrived?.push({ idToken: account?.id_token, profile });
        return '/';
      },
    },
    logger: { error: (error) => heard.failures.push(error), warn: () => undefined },
  };
}

/** Our own refusals come back wrapped in next-auth's errors; what the provider itself refused has a name there. */
function refusalIn(failures: readonly unknown[], wasDenied = false): OpenIdRefusal {
  for (let error = failures.at(-1), depth = 0; error instanceof Error && depth < 5; depth += 1) {
    if (error instanceof OpenIdRefusal) return error;
    if ('type' in error && error.type === 'OAuthCallbackError') {
      return new OpenIdRefusal(wasDenied ? 'cancelled' : 'refused');
    }
    error = (error.cause as { err?: unknown } | undefined)?.err ?? error.cause;
  }
  return new OpenIdRefusal('refused');
}
