import 'server-only';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { z } from 'zod';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { OpenIdSettings } from '@/lib/auth/openid-settings';
import { isSafeToAsk } from '@/lib/http/safe-to-ask';

const ANSWER_SECONDS = 10;
/** Signatures that only the provider can make. With an HMAC, whoever has our client secret could. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const discoverySchema = z.object({ issuer: z.url(), jwks_uri: z.url() });
const claimsSchema = z.object({ sub: z.string().min(1), auth_time: z.number().optional() });

/**
 * `fetch` for the sign-in provider: over https only (or on this computer), to the address that was meant and no further,
 * and not for ever. Throws `unreachable` when nothing answers, or only an error of the server's own.
 */
export async function askIssuer(...[address, options]: Parameters<typeof fetch>): Promise<Response> {
  const url = new URL(address instanceof Request ? address.url : address);
  if (!isSafeToAsk(url)) throw new OpenIdRefusal('refused');
  const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
  const answer = await fetch(address, { ...options, redirect: 'manual', signal }).catch(() => null);
  if (answer === null || answer.status >= 500) throw new OpenIdRefusal('unreachable');
  return answer;
}

/**
 * Who signed in, and when (seconds since 1970), by the provider's own signature. The connection it came over vouches for
 * it already; this also holds where somebody sits between.
 */
export async function readIdToken(
  settings: OpenIdSettings,
  idToken: string,
): Promise<{ subject: string; authTime: number | undefined }> {
  const place = `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = discoverySchema.parse(await (await askIssuer(place)).json());
  // Another one's description would have another one's keys checked.
  if (new URL(issuer).href !== new URL(settings.issuer).href) throw new OpenIdRefusal('refused');
  const keys = createRemoteJWKSet(new URL(jwks_uri), { [customFetch]: askIssuer });
  const { payload } = await jwtVerify(idToken, keys, {
    issuer,
    audience: settings.clientId,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'iat', 'nonce'],
  });
  const { sub, auth_time } = claimsSchema.parse(payload);
  return { subject: sub, authTime: auth_time };
}
