import 'server-only';
import { env } from '@/lib/env';

/** The sign-in provider that the operator set up. */
export interface OpenIdSettings {
  issuer: string;
  /** The issuer as identities are stored under it: written the same with and without a last slash. */
  issuerKey: string;
  clientId: string;
  clientSecret: string;
  /** As people know it: "Sign in with …". */
  name: string;
  /** In lower case. */
  allowedDomains: readonly string[];
}

/** Null where there is no sign-in provider. */
export function openIdSettings(): OpenIdSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, ...rest } = env();
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return {
    issuer,
    issuerKey: new URL(issuer).href.replace(/\/$/, ''),
    clientId,
    clientSecret,
    name: rest.OIDC_NAME,
    allowedDomains: rest.OIDC_ALLOWED_DOMAINS,
  };
}
