import type { Actor } from '@/lib/auth/actor';
import {
  confirmSecondFactor,
  readSecretBeingSetUp,
  startSecondFactor,
} from '@/lib/auth/second-factor-enrolment';
import { codeOf } from '@/tests/support/authenticator-code';

/** Sets a second factor up as the account page does. The code of the present half minute is used up by it. */
export async function enrol(actor: Actor): Promise<{ secret: string; recoveryCodes: string[] }> {
  await startSecondFactor(actor, {});
  const secret = (await readSecretBeingSetUp(actor))?.reveal() ?? '';
  return { secret, recoveryCodes: await confirmSecondFactor(actor, { code: codeOf(secret) }) };
}
