import 'server-only';
import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import type { Actor } from '@/lib/auth/actor';
import { openSession } from '@/lib/auth/open-session';
import { type OpenIdAttempt, openAttempt } from '@/lib/auth/openid-attempt';
import { freshenThroughIssuer } from '@/lib/auth/openid-fresh';
import { linkToIssuer } from '@/lib/auth/openid-link';
import { type OpenIdProblem, OpenIdRefusal } from '@/lib/auth/openid-problem';
import { type IssuerAnswer, readAnswer } from '@/lib/auth/openid-protocol';
import { type OpenIdSettings, openIdSettings } from '@/lib/auth/openid-settings';
import { signInThroughIssuer } from '@/lib/auth/openid-sign-in';
import { requestOrigin } from '@/lib/auth/request-origin';
import { returnPath } from '@/lib/auth/return-path';
import { requireActor, requireOwnAccount } from '@/lib/auth/session';
import { keepPendingToken, knownDeviceWord, takeAttempt } from '@/lib/auth/sign-in-cookies';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/logger';

type Purpose = OpenIdAttempt['purpose'];

/**
 * Does what a browser went to the provider for, now that it is back. Returns where it goes on, a path of ours, and the
 * cookies that end the attempt. Whatever does not fit changes nothing and leads to a page that says what it was.
 */
export async function finishAtIssuer(
  request: NextRequest,
): Promise<{ path: string; setCookies: readonly string[] }> {
  const settings = openIdSettings();
  const attempt = openAttempt(await takeAttempt(), request.nextUrl.searchParams.get('state'));
  const purpose = attempt?.purpose ?? 'sign-in';
  try {
    if (settings === null || attempt === null) throw new OpenIdRefusal('refused');
    const { answer, setCookies } = await readAnswer(settings, request);
    return { path: await carryOut(settings, attempt, answer), setCookies };
  } catch (error) {
    const problem = problemOf(error);
    logger().warn({ problem, purpose }, 'a sign-in through the provider did not count');
    return { path: problemPath(purpose, problem, attempt?.returnTo), setCookies: [] };
  }
}

async function carryOut(
  settings: OpenIdSettings,
  attempt: OpenIdAttempt & { startedAt: number },
  answer: IssuerAnswer,
): Promise<string> {
  if (attempt.purpose === 'link') {
    await linkToIssuer(sameSession(attempt, await requireActor()), answer);
  } else if (attempt.purpose === 'prove') {
    await freshenThroughIssuer(sameSession(attempt, await requireOwnAccount()), answer, attempt.startedAt);
  } else {
    const origin = { ...requestOrigin(await headers()), knownDevice: await knownDeviceWord() };
    const outcome = await signInThroughIssuer(settings, answer, origin);
    if (outcome.step === 'code') {
      await keepPendingToken(outcome.token);
      return `/sign-in/code?return=${encodeURIComponent(returnPath(attempt.returnTo))}`;
    }
    await openSession(outcome.session);
  }
  return returnPath(attempt.returnTo);
}

/** Whoever signed in as somebody else meanwhile did not ask for this. */
function sameSession(attempt: OpenIdAttempt, actor: Actor): Actor {
  if (attempt.sessionId === null || attempt.sessionId !== actor.sessionId)
    throw new OpenIdRefusal('signed-out');
  return actor;
}

function problemOf(error: unknown): OpenIdProblem {
  if (error instanceof OpenIdRefusal) return error.problem;
  if (error instanceof AppError && error.code === 'too-many-attempts') return 'too-many';
  if (error instanceof AppError && error.code === 'signed-out') return 'signed-out';
  logger().error(
    { errorName: error instanceof Error ? error.name : typeof error },
    'a return from the sign-in provider failed unexpectedly',
  );
  return 'unexpected';
}

/** The page that says what it was: where the attempt began. */
export function problemPath(purpose: Purpose, problem: OpenIdProblem, returnTo?: string): string {
  const place = { 'sign-in': '/sign-in', link: '/account', prove: '/account/proved' }[purpose];
  return `${place}?${new URLSearchParams({ problem, return: returnPath(returnTo) })}`;
}
