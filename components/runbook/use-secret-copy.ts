'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActionResult } from '@/lib/action-state';
import { CopyRefusal, clearLater, copyRevealed, hasClipboard, type Mend } from './secret-clipboard';

export const CLEAR_AFTER_SECONDS = 30;
const CLEARED_SHOWN_MILLIS = 4000;
const TICK_MILLIS = 1000;

export type CopyPhase = 'idle' | 'working' | 'copied' | 'waiting' | 'cleared' | 'failed';

export interface SecretCopyState {
  phase: CopyPhase;
  /** While `copied`: until the clipboard is emptied. */
  secondsLeft: number;
  failure: { message: string; mend: Mend | null } | null;
  /** The password was entered again; the value is still to be copied, since only a click may write the clipboard. */
  freshened: boolean;
}

const idle: SecretCopyState = { phase: 'idle', secondsLeft: 0, failure: null, freshened: false };
const copied = (secondsLeft: number): SecretCopyState => ({ ...idle, phase: 'copied', secondsLeft });
const failed = (message: string, mend: Mend | null = null): SecretCopyState => ({
  ...idle,
  phase: 'failed',
  failure: { message, mend },
});

/**
 * Copies on click, says so once the clipboard took it, and counts down to its emptying. No state holds the value.
 * `confirm` tells the server that the clipboard took it; that it was decrypted stands in the log without it.
 */
export function useSecretCopy(
  reveal: () => Promise<ActionResult<string>>,
  confirm: () => Promise<unknown>,
): [SecretCopyState, () => void, () => void] {
  const [state, setState] = useState(idle);
  const attempt = useRef(0);

  const start = useCallback(() => {
    if (!hasClipboard()) return setState(failed(NO_CLIPBOARD));
    attempt.current += 1;
    const mine = attempt.current;
    // What an earlier copy reports late must not speak for this one.
    const show = (next: SecretCopyState) => setState((before) => (mine === attempt.current ? next : before));
    show({ ...idle, phase: 'working' });
    copyRevealed(reveal).then(
      (copy) => {
        show(copied(CLEAR_AFTER_SECONDS));
        confirm().catch(() => undefined);
        clearLater(copy, CLEAR_AFTER_SECONDS * 1000, (phase) =>
          show(phase === 'replaced' ? idle : { ...idle, phase }),
        );
      },
      (error: unknown) => show(failureOf(error)),
    );
  }, [reveal, confirm]);

  useEffect(() => {
    if (state.phase !== 'copied') return;
    const clearsAt = Date.now() + CLEAR_AFTER_SECONDS * 1000;
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((clearsAt - Date.now()) / 1000));
      setState((before) => (before.phase === 'copied' ? copied(left) : before));
    }, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [state.phase]);

  useEffect(() => {
    if (state.phase !== 'cleared') return;
    const timer = setTimeout(() => setState(idle), CLEARED_SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [state.phase]);

  const freshened = useCallback(() => setState({ ...idle, freshened: true }), []);
  return [state, start, freshened];
}

const NO_CLIPBOARD =
  'Not copied: this browser gives pages no clipboard for protected copies. Use a current Safari, Chrome, Edge or Firefox.';

function failureOf(error: unknown): SecretCopyState {
  if (error instanceof CopyRefusal) return failed(error.message, error.mend);
  return failed('Not copied: something went wrong in this page. Reload it, then copy again.');
}
