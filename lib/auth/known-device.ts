import 'server-only';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { authSecret } from '@/lib/auth/auth-secret';

/**
 * A browser keeps this after its person signed in, for the throttle: guesses from elsewhere, even from the same
 * address, then cannot keep them out. It opens nothing; whoever steals it gets the five guesses that anybody has.
 */
export function makeKnownDevice(userId: string): string {
  const id = randomBytes(16).toString('base64url');
  return `${id}.${signature(userId, id).toString('base64url')}`;
}

/** The device's id when this browser really signed in as that person before, else undefined. */
export function readKnownDevice(word: string | undefined, userId: string | undefined): string | undefined {
  const [id, given] = word?.split('.') ?? [];
  if (id === undefined || given === undefined || userId === undefined) return undefined;
  const expected = signature(userId, id);
  const presented = Buffer.from(given, 'base64url');
  if (presented.length !== expected.length || !timingSafeEqual(presented, expected)) return undefined;
  return id;
}

function signature(userId: string, id: string): Buffer {
  return createHmac('sha256', authSecret()).update(`known-device\n${userId}\n${id}`).digest();
}
