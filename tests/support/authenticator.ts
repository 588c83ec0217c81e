import { Secret, TOTP } from 'otpauth';
import type { Actor } from '@/lib/auth/actor';
import {
  confirmSecondFactor,
  readSecretBeingSetUp,
  startSecondFactor,
} from '@/lib/auth/second-factor-enrolment';

export const STEP_MILLIS = 30_000;

/** The phone in a test's hand: the code it shows, `steps` of 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  const timestamp = Date.now() + steps * STEP_MILLIS;
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}

/** Sets a second factor up as the account page does. The code of the present half minute is used up by it. */
export async function enrol(actor: Actor): Promise<{ secret: string; recoveryCodes: string[] }> {
  await startSecondFactor(actor, {});
  const secret = (await readSecretBeingSetUp(actor))?.reveal() ?? '';
  return { secret, recoveryCodes: await confirmSecondFactor(actor, { code: codeOf(secret) }) };
}
