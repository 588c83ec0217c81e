import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration, type JWK, type KoaContextWithOIDC } from 'oidc-provider';

/** What the issuer says about one of its accounts. */
interface Claims {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export interface Issuer {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Its accounts by their subject. */
  accounts: Map<string, Claims>;
  stop: () => Promise<void>;
}

const CLIENT = { id: 'jed-board', secret: 'a secret for tests only, of no use' };
const PAGE = '/interaction/';

/**
 * A real OpenID provider on this computer, with its own sign-in page: whoever comes types an account's subject, or
 * cancels. It demands PKCE, and knows the one board at `boardUrl`.
 */
export async function startIssuer(boardUrl: string): Promise<Issuer> {
  const accounts = new Map<string, Claims>();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'tests' };
  const server = await listening();
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(url, configuration(boardUrl, accounts, key));
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith(PAGE)) return next();
    if (ctx.method === 'GET') {
      ctx.type = 'html';
      ctx.body = signInPage(ctx.path);
      return;
    }
    const { account, deed } = await typedInto(ctx.req);
    const result = deed === 'cancel' ? { error: 'access_denied' } : { login: { accountId: account ?? '' } };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, result);
  });
  server.on('request', provider.callback());
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  return { url, clientId: CLIENT.id, clientSecret: CLIENT.secret, accounts, stop };
}

async function listening(): Promise<Server> {
  const { createServer } = await import('node:http');
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  return server;
}

function configuration(boardUrl: string, accounts: Map<string, Claims>, key: JWK): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${boardUrl}/api/auth/callback/openid`],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['for tests only'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, subject) =>
      accounts.has(subject)
        ? { accountId: subject, claims: () => ({ sub: subject, ...accounts.get(subject) }) }
        : undefined,
    interactions: { url: (_context, interaction) => `${PAGE}${interaction.uid}` },
    loadExistingGrant: agreed,
    ttl: {
      Session: 3600,
      Interaction: 600,
      Grant: 3600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
  };
}

/** Nobody is asked whether the board may know their name: that is the issuer's business and not what is tested. */
async function agreed({ oidc }: KoaContextWithOIDC) {
  const accountId = oidc.session?.accountId;
  if (oidc.client === undefined || accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}

function signInPage(action: string): string {
  return `<!doctype html><html lang="en"><title>Test provider</title><h1>Test provider</h1>
    <form method="post" action="${action}"><label>Account <input name="account"></label>
    <button name="deed" value="sign-in">Continue</button><button name="deed" value="cancel">Cancel</button></form>`;
}

async function typedInto(request: IncomingMessage): Promise<Record<string, string>> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return Object.fromEntries(new URLSearchParams(body));
}
