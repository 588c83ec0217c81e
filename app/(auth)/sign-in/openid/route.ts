import type { NextRequest } from 'next/server';
import { problemPath } from '@/lib/auth/openid-callback';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import { startAtIssuer } from '@/lib/auth/openid-start';
import { returnPath } from '@/lib/auth/return-path';
import { isFromAnotherSite } from '@/lib/http/other-site';

/**
 * Sends the browser to the sign-in provider. A plain address, since the page's policy lets no form lead to another site,
 * and signing in has to work without script. Nothing is decided by it: what comes back is checked against this browser.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const returnTo = returnPath(request.nextUrl.searchParams.get('return'));
  if (isFromAnotherSite(request)) {
    // The provider may know them still and ask nothing: that somebody is signed in takes a click of theirs, here.
    return leadTo(`/sign-in?return=${encodeURIComponent(returnTo)}`);
  }
  const location = await startAtIssuer({ purpose: 'sign-in', returnTo, sessionId: null }).catch(
    (error: unknown) => {
      if (error instanceof OpenIdRefusal) return problemPath('sign-in', error.problem, returnTo);
      throw error;
    },
  );
  return leadTo(location);
}

function leadTo(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}
