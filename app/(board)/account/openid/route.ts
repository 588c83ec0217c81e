import type { NextRequest } from 'next/server';
import { problemPath } from '@/lib/auth/openid-callback';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import { startAtIssuer } from '@/lib/auth/openid-start';
import { returnPath } from '@/lib/auth/return-path';
import { requireActor, requireOwnAccount } from '@/lib/auth/session';
import { toAppError } from '@/lib/db/database-errors';
import { isFromAnotherSite } from '@/lib/http/other-site';

/** Sends whoever is signed in to the provider: with `for=link` to link their account there, else to prove themselves. */
export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl;
  const purpose = searchParams.get('for') === 'link' ? 'link' : 'prove';
  const returnTo = returnPath(searchParams.get('return'));
  return new Response(null, { status: 303, headers: { Location: await place() } });

  async function place(): Promise<string> {
    // Linking changes an account, and no other site gets to begin it.
    if (isFromAnotherSite(request)) return '/account';
    try {
      const actor = purpose === 'link' ? await requireActor() : await requireOwnAccount();
      return await startAtIssuer({ purpose, returnTo, sessionId: actor.sessionId ?? null });
    } catch (error) {
      if (error instanceof OpenIdRefusal) return problemPath(purpose, error.problem, returnTo);
      if (toAppError(error)?.code === 'signed-out') return `/sign-in?return=${encodeURIComponent(returnTo)}`;
      throw error;
    }
  }
}
