import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/lib/http/content-security-policy';
import { proxy } from '@/proxy';

const live = { nonce: 'bm9uY2U=', isDevelopment: false, isHttps: true };

function directives(policy: string): Map<string, string> {
  return new Map(
    policy.split('; ').map((text) => {
      const [name = '', ...sources] = text.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe('the content security policy', () => {
  it('in production allows no inline code, no evaluation, no style attribute and no other origin', () => {
    const policy = contentSecurityPolicy(live);
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
    expect(directives(policy).get('script-src')).toBe(`'self' 'nonce-bm9uY2U=' 'strict-dynamic'`);
    expect(directives(policy).get('style-src-attr')).toBe(`'none'`);
    expect(directives(policy).get('frame-ancestors')).toBe(`'none'`);
    expect(directives(policy).get('form-action')).toBe(`'self'`);
  });

  it('upgrades to https only where https is spoken', () => {
    expect(contentSecurityPolicy(live)).toContain('upgrade-insecure-requests');
    expect(contentSecurityPolicy({ ...live, isHttps: false })).not.toContain('upgrade-insecure-requests');
  });
});

describe('the proxy', () => {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    proxy(new NextRequest(`http://localhost:3000${path}`, { method: 'POST', headers }));

  it('gives each response a nonce of its own and tells the page the same one', () => {
    const [one, other] = [ask('/'), ask('/')].map(
      (response) => response.headers.get('content-security-policy') ?? '',
    );
    expect(one).toMatch(/'nonce-[A-Za-z0-9+/]{24}'/);
    expect(one).not.toBe(other);
    const response = ask('/');
    const nonce = response.headers.get('x-middleware-request-x-nonce');
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  });

  it('keeps every page out of every cache', () => {
    expect(ask('/').headers.get('cache-control')).toBe('no-store');
  });

  it('has the browser forget what it keeps after a sign-out here, and never at the wish of another site', () => {
    const clears = (path: string, site: string, dest = 'document') =>
      ask(path, { 'sec-fetch-site': site, 'sec-fetch-dest': dest }).headers.get('clear-site-data');
    expect(clears('/sign-in?left=here', 'same-origin')).toBe('"storage"');
    expect(clears('/sign-in?left=here', 'cross-site')).toBeNull();
    expect(clears('/sign-in?left=here', 'none')).toBeNull();
    expect(clears('/sign-in?left=here', 'same-origin', 'image')).toBeNull();
    expect(clears('/sign-in', 'same-origin')).toBeNull();
  });

  it('asks for https for a year only where https is spoken', () => {
    expect(ask('/').headers.has('strict-transport-security')).toBe(false);
    expect(ask('/', { 'x-forwarded-proto': 'https' }).headers.get('strict-transport-security')).toContain(
      '31536000',
    );
  });

  it.each([
    ['/api/vault/x', {}, 'application/json'],
    ['/wizard', { 'next-action': 'abc' }, 'text/plain'],
    ['/wizard', {}, 'text/html'],
  ])(
    'turns away a body over 1 MB at %s with a sentence in the form asked for',
    async (path, headers, type) => {
      const response = ask(path, { ...headers, 'content-length': '1048577' });
      expect(response.status).toBe(413);
      expect(response.headers.get('content-type')).toContain(type);
      expect(await response.text()).toContain('larger than 1 MB');
    },
  );

  it('lets a body of exactly 1 MB pass', () => {
    expect(ask('/wizard', { 'content-length': '1048576' }).status).toBe(200);
  });
});
