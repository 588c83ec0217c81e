import { type NextRequest, NextResponse } from 'next/server';
import { followsSignOut } from '@/lib/auth/signed-out-path';
import { isDevelopmentServer } from '@/lib/env';
import { BODY_TOO_LARGE, exceedsBodyLimit } from '@/lib/http/body-limit';
import { contentSecurityPolicy } from '@/lib/http/content-security-policy';

const isDevelopment = isDevelopmentServer();
const ONE_YEAR_SECONDS = 31_536_000;

/** Gives each response its own nonce and policy, and turns away bodies that are too large before they are read. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64');
  const isHttps = (request.headers.get('x-forwarded-proto') ?? request.nextUrl.protocol).startsWith('https');
  const policy = contentSecurityPolicy({ nonce, isDevelopment, isHttps });
  const response = exceedsBodyLimit(request.headers.get('content-length'))
    ? tooLarge(request)
    : pass(request, nonce, policy);
  response.headers.set('Content-Security-Policy', policy);
  // Next compresses what it may transform, and a compressor holds the events of a stream back.
  const streams = request.nextUrl.pathname.endsWith('/events');
  response.headers.set('Cache-Control', streams ? 'no-store, no-transform' : 'no-store');
  // The page's own script does the same; this is for a browser that runs none by now.
  if (followsSignOut(request.nextUrl, request.headers)) response.headers.set('Clear-Site-Data', '"storage"');
  if (isHttps && !isDevelopment) {
    response.headers.set('Strict-Transport-Security', `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`);
  }
  return response;
}

function pass(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', policy);
  return NextResponse.next({ request: { headers } });
}

/** JSON for programs, plain text for a server action (the form shows it), a small page for a form without script. */
function tooLarge(request: NextRequest): NextResponse {
  if (request.nextUrl.pathname.startsWith('/api/')) {
    return NextResponse.json({ error: { code: 'too-large', message: BODY_TOO_LARGE } }, { status: 413 });
  }
  if (request.headers.has('next-action')) {
    return new NextResponse(BODY_TOO_LARGE, { status: 413, headers: { 'Content-Type': 'text/plain' } });
  }
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Too large</title><h1>Too large</h1><p>${BODY_TOO_LARGE} Go back: your browser may still hold what you typed.</p></html>`;
  return new NextResponse(page, { status: 413, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

export const config = {
  // Images of steps are left out: what passes here is held in memory whole before anybody has judged it.
  matcher: ['/((?!_next/static|icon.svg|apple-icon.png|robots.txt|api/runbooks/[^/]+/evidence).*)'],
};
