import 'server-only';
import { cookies, headers } from 'next/headers';
import { boardOrigin, cookieName, isSecure } from '@/lib/auth/board-origin';
import { makeKnownDevice, readKnownDevice } from '@/lib/auth/known-device';
import { ATTEMPT_MINUTES } from '@/lib/auth/openid-attempt';
import { PENDING_MINUTES } from '@/lib/auth/pending-sign-in';

const PENDING = 'pending-sign-in';
const DEVICE = 'known-device';
const ATTEMPT = 'openid-attempt';
const DEVICE_DAYS = 365;

async function keep(name: string, value: string, maxAgeSeconds: number): Promise<void> {
  const origin = boardOrigin(await headers());
  (await cookies()).set(cookieName(name, origin), value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    maxAge: maxAgeSeconds,
    secure: isSecure(origin),
  });
}

async function kept(name: string): Promise<string | undefined> {
  return (await cookies()).get(cookieName(name, boardOrigin(await headers())))?.value;
}

/** The token of the sign-in that this browser owes a code for. */
export async function pendingToken(): Promise<string | undefined> {
  return kept(PENDING);
}

export async function keepPendingToken(token: string): Promise<void> {
  await keep(PENDING, token, PENDING_MINUTES * 60);
}

export async function forgetPendingToken(): Promise<void> {
  await keep(PENDING, '', 0);
}

/** What this browser says about having been here before. */
export async function knownDeviceWord(): Promise<string | undefined> {
  return kept(DEVICE);
}

/** Lets this browser be known from now on as one that this person signed in with. */
export async function keepKnownDevice(userId: string): Promise<void> {
  if (readKnownDevice(await knownDeviceWord(), userId) !== undefined) return;
  await keep(DEVICE, makeKnownDevice(userId), DEVICE_DAYS * 86_400);
}

/** What this browser went to the sign-in provider for. */
export async function keepAttempt(word: string): Promise<void> {
  await keep(ATTEMPT, word, ATTEMPT_MINUTES * 60);
}

/** The same, this once. */
export async function takeAttempt(): Promise<string | undefined> {
  const word = await kept(ATTEMPT);
  if (word !== undefined) await keep(ATTEMPT, '', 0);
  return word;
}
