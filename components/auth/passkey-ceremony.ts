import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { runFromBrowser } from '@/components/ui/action-failure';
import type { ActionResult } from '@/lib/action-state';

/** The two server actions around a passkey: what it has to sign, and what it signed. */
export interface PasskeyAsking<T> {
  ask: () => Promise<ActionResult<PublicKeyCredentialRequestOptionsJSON>>;
  finish: (answer: unknown) => Promise<ActionResult<T>>;
}

/** The same around a passkey that is made, and has a name from the start. */
export interface PasskeyMaking<T> {
  ask: (input: { name: unknown }) => Promise<ActionResult<PublicKeyCredentialCreationOptionsJSON>>;
  finish: (input: { name: unknown; answer: unknown }) => Promise<ActionResult<T>>;
}

/** Lets the person's passkey sign what the board asks. What does it is loaded then, and on no page before. */
export function showPasskey<T>({ ask, finish }: PasskeyAsking<T>): Promise<ActionResult<T>> {
  return ceremony(
    ask,
    async (optionsJSON) => (await import('@simplewebauthn/browser')).startAuthentication({ optionsJSON }),
    finish,
  );
}

/** Lets the person's device make a passkey for the board. */
export function makePasskey<T>(name: unknown, { ask, finish }: PasskeyMaking<T>): Promise<ActionResult<T>> {
  return ceremony(
    () => ask({ name }),
    async (optionsJSON) => (await import('@simplewebauthn/browser')).startRegistration({ optionsJSON }),
    (answer) => finish({ name, answer }),
  );
}

async function ceremony<Options, T>(
  ask: () => Promise<ActionResult<Options>>,
  perform: (options: Options) => Promise<unknown>,
  finish: (answer: unknown) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  const asked = await runFromBrowser(ask);
  if (asked.status !== 'ok') return asked;
  let answer: unknown;
  try {
    answer = await perform(asked.data);
  } catch (error) {
    return { status: 'failed', code: 'unavailable', message: wordsFor(error) };
  }
  return runFromBrowser(() => finish(answer));
}

/** What a browser's refusal means. It tells little on purpose: who closed the dialog and who has no passkey look alike. */
function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'This device has a passkey for you here already. Use that one.';
  if (name === 'SecurityError') {
    return 'Passkeys do not work at this address. Open the board over https, or on localhost.';
  }
  return 'No passkey was used. Try again, or go on without it.';
}
