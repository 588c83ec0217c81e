import { NextRequest } from 'next/server';
import { GET as goFromSignIn } from '@/app/(auth)/sign-in/openid/route';
import { GET as goFromAccount } from '@/app/(board)/account/openid/route';
import { GET as comeBack } from '@/app/api/auth/callback/openid/route';
import { applyEnvironment } from '@/lib/env';
import type { Issuer } from './openid-issuer';
import { keepCookies, sentHeaders } from './played-headers';

export const BOARD = 'http://localhost:3000';

/** Tells the board about a provider; null: about none. */
export function configureIssuer(issuer: Pick<Issuer, 'url' | 'clientId' | 'clientSecret'> | null): void {
  applyEnvironment({
    OIDC_ISSUER: issuer?.url,
    OIDC_CLIENT_ID: issuer?.clientId,
    OIDC_CLIENT_SECRET: issuer?.clientSecret,
    OIDC_NAME: issuer === null ? undefined : 'Example',
  });
}

function request(address: string): NextRequest {
  return new NextRequest(new URL(address, BOARD), { headers: sentHeaders() });
}

async function location(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  keepCookies(response);
  return response.headers.get('location') ?? '';
}

/** Clicks "Sign in with …" on the board. Returns where that leads. */
export const leave = (returnTo = '/audit') =>
  location(goFromSignIn(request(`/sign-in/openid?return=${encodeURIComponent(returnTo)}`)));

/** Clicks "Link …", or "Sign in again with …", somewhere on the board. */
export const leaveFromAccount = (purpose: 'link' | 'prove') =>
  location(goFromAccount(request(`/account/openid?for=${purpose}&return=/account`)));

/** Follows the provider's redirect address. Returns the page of the board it ends on. */
export const arrive = (address: string) => location(comeBack(request(address)));

/** A browser at the provider, with the cookies it keeps there. */
export class Visit {
  private readonly jar = new Map<string, string>();

  /** Goes to the provider's address, signs in with the account or cancels, and returns the address it leads back to. */
  async at(address: string, account: string | 'cancel'): Promise<string> {
    let next = await this.fetch(address);
    for (let hops = 0; hops < 10; hops += 1) {
      const to = next.headers.get('location');
      if (to?.startsWith(BOARD)) return to;
      if (to !== null) next = await this.fetch(new URL(to, next.url).href);
      else if (next.url.includes('/interaction/')) next = await this.answer(next.url, account);
      else throw new Error(`The provider stopped at ${new URL(next.url).pathname} with ${next.status}.`);
    }
    throw new Error('The provider led in a circle.');
  }

  private answer(page: string, account: string | 'cancel'): Promise<Response> {
    const deed = account === 'cancel' ? 'cancel' : 'sign-in';
    return this.fetch(page, { method: 'POST', body: new URLSearchParams({ account, deed }) });
  }

  private async fetch(address: string, options: RequestInit = {}): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { ...options, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

/** The whole way: from the board to the provider and back. Returns the page of the board it ends on. */
export async function signInAtIssuer(account: string | 'cancel', visit = new Visit()): Promise<string> {
  return arrive(await visit.at(await leave(), account));
}
