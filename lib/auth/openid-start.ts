import 'server-only';
import { type OpenIdAttempt, sealAttempt } from '@/lib/auth/openid-attempt';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import { addressAtIssuer } from '@/lib/auth/openid-protocol';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { SESSION_HOURS } from '@/lib/auth/sign-in';
import { keepAttempt } from '@/lib/auth/sign-in-cookies';

/**
 * What is asked of the provider. `max_age` also makes it say when somebody entered their password there; a session over
 * there that is older than one of ours may be does not count, and to prove oneself anew none counts.
 */
const ASK: Record<OpenIdAttempt['purpose'], Record<string, string>> = {
  'sign-in': { max_age: String(SESSION_HOURS * 3600) },
  link: { max_age: String(SESSION_HOURS * 3600) },
  prove: { prompt: 'login', max_age: '0' },
};

/** Begins an attempt for the browser behind this request. Returns the address to send it to. Throws OpenIdRefusal. */
export async function startAtIssuer(attempt: OpenIdAttempt): Promise<string> {
  const settings = openIdSettings();
  if (settings === null) throw new OpenIdRefusal('refused');
  const { address, state } = await addressAtIssuer(settings, ASK[attempt.purpose]);
  await keepAttempt(sealAttempt(attempt, state));
  return address;
}
