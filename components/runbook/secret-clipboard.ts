import { holdsClipboard, onTaken, takeClipboard } from '@/components/ui/clipboard-holder';
import type { ActionResult } from '@/lib/action-state';

/** A copy that the clipboard took: enough to know it again, never the value itself. */
export interface SecretCopy {
  ticket: number;
  digest: string;
}

/** What a person can do about a refusal at once: start a new session, or prove in this one who they are. */
export type Mend = 'sign-in' | 'freshen';

/** Why nothing was copied, in words, and what mends it. */
export class CopyRefusal extends Error {
  readonly mend: Mend | null;

  constructor(message: string, mend: Mend | null = null) {
    super(message.startsWith('Not copied') ? message : `Not copied: ${lowerFirst(message)}`);
    this.mend = mend;
  }
}

/** Whether this page may write to the clipboard at all; plain http on another host may not. */
export function hasClipboard(): boolean {
  return typeof navigator.clipboard?.write === 'function' && typeof ClipboardItem === 'function';
}

/**
 * Writes what `reveal` answers straight to the clipboard. The write begins inside the click and waits for the value
 * by itself, because browsers refuse a write that begins after an answer came. Throws a CopyRefusal.
 */
export async function copyRevealed(reveal: () => Promise<ActionResult<string>>): Promise<SecretCopy> {
  const answer = reveal().catch(() => networkFailure);
  const text = answer.then((result) => {
    if (result.status === 'ok') return new Blob([result.data], { type: 'text/plain' });
    throw new Error('nothing was revealed');
  });
  // The clipboard may refuse before the answer is there; then nobody else waits for this promise.
  text.catch(() => undefined);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
  } catch {
    throw refusalOf(await answer);
  }
  const ticket = takeClipboard();
  return { ticket, digest: await digestOf(await (await text).text()) };
}

const networkFailure: ActionResult<string> = {
  status: 'failed',
  code: 'unavailable',
  message: 'Not copied: the network does not answer. Check the connection, then copy again.',
};

function refusalOf(result: ActionResult<string>): CopyRefusal {
  if (result.status === 'failed') {
    if (result.code === 'signed-out') {
      return new CopyRefusal('Not copied: sign in again to continue.', 'sign-in');
    }
    if (result.code === 'fresh-sign-in-required') return new CopyRefusal(result.message, 'freshen');
    if (result.code === 'audit-unavailable') {
      return new CopyRefusal(
        'Not copied: the audit log cannot be written, so nothing was decrypted. Tell your admin.',
      );
    }
    return new CopyRefusal(result.message);
  }
  if (result.status === 'ok') {
    return new CopyRefusal(
      'Not copied: the browser refused the clipboard. Click into the page, then copy again.',
    );
  }
  return new CopyRefusal('Not copied: reload the page, then copy again.');
}

/** The acts after which every browser lets a page write to the clipboard. */
const ACTS = ['click', 'keydown', 'pointerup'] as const;

/** What became of a copy in the end, or for the time being. */
export type ClearPhase = 'cleared' | 'replaced' | 'waiting';

/**
 * Empties the clipboard of a copy after a while, whether or not the button is still on the page. Where the browser
 * wants a click first, it waits for the next one and reports `waiting`. Whatever this page copies meanwhile takes the
 * value's place, and is reported at once.
 */
export function clearLater(copy: SecretCopy, afterMillis: number, report: (phase: ClearPhase) => void): void {
  const timer = setTimeout(() => {
    leave();
    void clearNow(copy, report);
  }, afterMillis);
  const leave = onTaken(() => {
    leave();
    clearTimeout(timer);
    report('replaced');
  });
}

async function clearNow(copy: SecretCopy, report: (phase: ClearPhase) => void): Promise<void> {
  const outcome = await tryClear(copy);
  report(outcome);
  if (outcome !== 'waiting') return;
  const again = async () => {
    const next = await tryClear(copy);
    if (next === 'waiting') return;
    for (const act of ACTS) document.removeEventListener(act, listener);
    window.removeEventListener('focus', listener);
    report(next);
  };
  const listener = () => void again();
  for (const act of ACTS) document.addEventListener(act, listener);
  window.addEventListener('focus', listener);
}

async function tryClear(copy: SecretCopy): Promise<ClearPhase> {
  if (!holdsClipboard(copy.ticket)) return 'replaced';
  try {
    if ((await mayRead()) && (await digestOf(await navigator.clipboard.readText())) !== copy.digest) {
      return 'replaced';
    }
    await navigator.clipboard.writeText('');
    return 'cleared';
  } catch {
    return 'waiting';
  }
}

/** Only where it was allowed before: asking would put a question on a screen that is perhaps being shared. */
async function mayRead(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
    return state === 'granted';
  } catch {
    return false;
  }
}

async function digestOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
