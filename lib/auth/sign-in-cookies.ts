import 'server-only';
import { cookies, headers } from 'next/headers';
import { makeKnownDevice, readKnownDevice } from '@/lib/auth/known-device';
import { PENDING_MINUTES } from '@/lib/auth/pending-sign-in';

// Both are of use to the sign-in pages alone, so they are sent nowhere else.
const PATH = '/sign-in';
const PENDING = 'pending-sign-in';
const DEVICE = 'known-device';
const DEVICE_DAYS = 365;

async function keep(name: string, value: string, maxAgeSeconds: number): Promise<void> {
  const secure = (await headers()).get('x-forwarded-proto')?.startsWith('https') ?? false;
  (await cookies()).set(name, value, {
    httpOnly: true,
    sameSite: 'lax',
    path: PATH,
    maxAge: maxAgeSeconds,
    secure,
  });
}

/** The token of the sign-in that this browser owes a code for. */
export async function pendingToken(): Promise<string | undefined> {
  return (await cookies()).get(PENDING)?.value;
}

export async function keepPendingToken(token: string): Promise<void> {
  await keep(PENDING, token, PENDING_MINUTES * 60);
}

export async function forgetPendingToken(): Promise<void> {
  await keep(PENDING, '', 0);
}

/** What this browser says about having been here before. */
export async function knownDeviceWord(): Promise<string | undefined> {
  return (await cookies()).get(DEVICE)?.value;
}

/** Lets this browser be known from now on as one that this person signed in with. */
export async function keepKnownDevice(userId: string): Promise<void> {
  if (readKnownDevice(await knownDeviceWord(), userId) !== undefined) return;
  await keep(DEVICE, makeKnownDevice(userId), DEVICE_DAYS * 86_400);
}
