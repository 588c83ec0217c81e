'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActionResult } from '@/lib/action-state';
import { CopyRefusal, clearLater, copyRevealed, hasClipboard, type Mend } from './secret-clipboard';

export const CLEAR_AFTER_SECONDS = 30;
const CLEARED_SHOWN_MILLIS = 4000;
const TICK_MILLIS = 1000;
/** What is done by then never shows that it was busy, and the page draws nothing that the clipboard would wait for. */
const SLOW_MILLIS = 150;

export type CopyPhase = 'idle' | 'working' | 'copied' | 'waiting' | 'cleared' | 'failed';

export interface SecretCopyState {
  phase: CopyPhase;
  /** While `copied`: until the clipboard is emptied. */
  secondsLeft: number;
  /** While `copied`: when the clipboard is emptied, by this device's clock in milliseconds. */
  clearsAt: number | null;
  failure: { message: string; mend: Mend | null } | null;
  /** The password was entered again; the value is still to be copied, since only a click may write the clipboard. */
  freshened: boolean;
}

const idle: SecretCopyState = {
  phase: 'idle',
  secondsLeft: 0,
  clearsAt: null,
  failure: null,
  freshened: false,
};
const copied = (clearsAt: number): SecretCopyState => ({
  ...idle,
  phase: 'copied',
  clearsAt,
  secondsLeft: Math.max(0, Math.ceil((clearsAt - Date.now()) / 1000)),
});
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
  const underWay = useRef(false);

  const start = useCallback(() => {
    if (!hasClipboard()) return setState(failed(NO_CLIPBOARD));
    if (underWay.current) return;
    underWay.current = true;
    attempt.current += 1;
    const mine = attempt.current;
    // What an earlier copy reports late must not speak for this one.
    const show = (next: SecretCopyState) => setState((before) => (mine === attempt.current ? next : before));
    // What was said of an earlier copy is taken back, so that the same words are said again.
    setState((before) => (before.phase === 'idle' ? before : idle));
    const slow = setTimeout(() => show({ ...idle, phase: 'working' }), SLOW_MILLIS);
    const over = () => {
      clearTimeout(slow);
      underWay.current = false;
    };
    copyRevealed(reveal)
      .finally(over)
      .then(
        (copy) => {
          show(copied(Date.now() + CLEAR_AFTER_SECONDS * 1000));
          confirm().catch(() => undefined);
          clearLater(copy, CLEAR_AFTER_SECONDS * 1000, (phase) =>
            show(phase === 'replaced' ? idle : { ...idle, phase }),
          );
        },
        (error: unknown) => show(failureOf(error)),
      );
  }, [reveal, confirm]);

  const { clearsAt } = state;
  useEffect(() => {
    if (clearsAt === null) return;
    const count = () => setState((before) => (before.clearsAt === clearsAt ? copied(clearsAt) : before));
    const timer = setInterval(count, TICK_MILLIS);
    return () => clearInterval(timer);
  }, [clearsAt]);

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
