'use client';

import { unstable_isUnrecognizedActionError } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import {
  belongsToAnother,
  forgetEverything,
  keepWaitingActs,
  waitingActs,
} from '@/components/offline/kept-here';
import { useWaitingActs } from '@/components/offline/use-waiting-acts';
import { type ActionResult, idle } from '@/lib/action-state';
import { nextToSend, sentFields, type WaitingAct, withoutAct, withRefusal } from '@/lib/runbook/offline-acts';
import type { RunActions } from './run-actions';
import { useReachable } from './use-reachable';

const AGAIN_MILLIS = 15_000;
/** The act stays as it is: not it is wrong, but the moment. */
const LATER = new Set(['unavailable', 'audit-unavailable', 'signed-out', 'too-many-attempts']);

type Actions = Pick<RunActions, WaitingAct['kind']>;

/** Sends what waits on this device, of all the person's runs, oldest first and one by one, whenever the board answers. */
export function useReplay(actions: Actions, personId: string): void {
  const acts = useWaitingActs(personId);
  const reachable = useReachable();
  const busy = useRef(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (belongsToAnother(personId)) void forgetEverything();
  }, [personId]);
  useEffect(() => {
    if (!reachable || busy.current || attempt < 0 || nextToSend(acts) === null) return;
    busy.current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void alone(() => sendAll(actions, personId)).then((arrived) => {
      busy.current = false;
      if (!arrived) timer = setTimeout(() => setAttempt((before) => before + 1), AGAIN_MILLIS);
      else if (nextToSend(waitingActs(personId)) !== null) setAttempt((before) => before + 1);
    });
    return () => clearTimeout(timer);
  }, [acts, actions, personId, reachable, attempt]);
}

/** One tab at a time, where the browser can tell; the acts' ids see to it where it cannot. */
async function alone(work: () => Promise<boolean>): Promise<boolean> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('jed-board-acts', work);
}

/** False when it has to be tried again later. */
async function sendAll(actions: Actions, personId: string): Promise<boolean> {
  for (;;) {
    const act = nextToSend(waitingActs(personId));
    if (act === null) return true;
    const refusal = await sendOne(actions, act);
    if (refusal === 'later') return false;
    const left = waitingActs(personId);
    keepWaitingActs(
      personId,
      refusal === null ? withoutAct(left, act.actId) : withRefusal(left, act.actId, refusal),
    );
  }
}

/** Null when it arrived, the board's words when it was refused, `later` when the moment was wrong. */
async function sendOne(actions: Actions, act: WaitingAct): Promise<string | null> {
  const form = new FormData();
  for (const [name, value] of Object.entries(sentFields(act))) form.set(name, value);
  try {
    const result = await actions[act.kind](idle, form);
    if (result.status === 'failed' && LATER.has(result.code)) return 'later';
    return wordsOf(result);
  } catch (error) {
    // A board that was updated does not know the page's acts any more: only its own new page sends them.
    if (unstable_isUnrecognizedActionError(error) && !isTyping()) window.location.reload();
    return 'later';
  }
}

function isTyping(): boolean {
  return document.activeElement?.matches('input, textarea, select') === true;
}

function wordsOf(result: ActionResult<unknown>): string | null {
  if (result.status === 'failed') return result.message;
  if (result.status !== 'invalid') return null;
  return (
    Object.values(result.fieldErrors).flat().join(' ') || (result.message ?? 'The board did not take it.')
  );
}
