import { Secret, TOTP } from 'otpauth';

export const STEP_MILLIS = 30_000;

/** The phone in a test's hand: the code it shows, `steps` of 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  const timestamp = Date.now() + steps * STEP_MILLIS;
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}
