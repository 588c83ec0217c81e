import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** What the next sign-in answers with; whatever is left out is as it should be. */
interface Forgery {
  claims?: JWTPayload;
  /** Sign with a key that the provider never published, or with the client's secret. */
  signedBy?: 'a stranger' | 'the client secret';
  profile?: Record<string, unknown>;
  /** Whom the provider's own description says it is. */
  metadataIssuer?: string;
}

export interface Forger {
  url: string;
  clientId: string;
  clientSecret: string;
  /** An answer to the address that the board sent the browser to, as the provider would redirect it. */
  answer: (address: string, forgery?: Forgery) => string;
  /** Back to answering as it should. */
  reset: () => void;
  stop: () => Promise<void>;
}

/** A provider whose tokens a test can forge one claim at a time, which no real one lets anybody do. */
export async function startForger(email: string): Promise<Forger> {
  const [own, strange] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const client = { clientId: 'jed-board', clientSecret: 'thirty-two characters of a secret' };
  let asked = new URLSearchParams();
  let forgery: Forgery = {};
  const server = createServer(async (request, response) => {
    const pages: Record<string, () => Promise<unknown>> = {
      '/.well-known/openid-configuration': async () => ({
        issuer: forgery.metadataIssuer ?? url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        userinfo_endpoint: `${url}/me`,
        jwks_uri: `${url}/keys`,
        id_token_signing_alg_values_supported: ['RS256', 'HS256'],
      }),
      '/keys': async () => ({ keys: [{ ...(await exportJWK(own.publicKey)), alg: 'RS256', use: 'sig' }] }),
      '/token': async () => ({ access_token: 'a', token_type: 'Bearer', id_token: await idToken() }),
      '/me': async () => ({ sub: 'ada', email, email_verified: true, ...forgery.profile }),
    };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(await pages[request.url ?? '']?.()));
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;

  function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: url, aud: client.clientId, sub: 'ada', iat: now, exp: now + 60, auth_time: now };
    const token = new SignJWT({ ...claims, nonce: asked.get('nonce'), ...forgery.claims });
    if (forgery.signedBy === 'the client secret') {
      return token.setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(client.clientSecret));
    }
    const { privateKey }: KeyPair = forgery.signedBy === 'a stranger' ? strange : own;
    return token.setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  }

  return {
    url,
    ...client,
    answer: (address, next = {}) => {
      asked = new URL(address).searchParams;
      forgery = next;
      return `${asked.get('redirect_uri')}?${new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' })}`;
    },
    reset: () => {
      forgery = {};
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
