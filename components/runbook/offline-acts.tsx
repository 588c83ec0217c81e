'use client';

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { keepWaitingActs, waitingActs } from '@/components/offline/kept-here';
import { gotNoAnswer } from '@/components/ui/action-failure';
import type { ActionResult } from '@/lib/action-state';
import type { LiveRun } from '@/lib/runbook/live-run';
import { type Waitable, waitingAct, withAct } from '@/lib/runbook/offline-acts';
import { offlineRefusal } from '@/lib/runbook/offline-refusal';
import { cursorText } from '@/lib/runbook/run-change';
import { type Link, useLink, useLiveRun } from './live-run';
import { randomId } from './random-id';
import { Refusals } from './refusals';
import type { Heard, RunActions, RunFormAction } from './run-actions';
import { RunActionsProvider } from './run-actions-context';
import { RefusalsProvider } from './step-refusal';
import { useReachable } from './use-reachable';
import { useReplay } from './use-replay';

interface OfflineActsProviderProps {
  actions: RunActions;
  personId: string;
  children: ReactNode;
}

/**
 * Hands the page's actions on, so that those which can wait do wait on this device while the board does not answer,
 * and sends them once it does. Until the script runs they are the server's own: forms work without it.
 */
export function OfflineActsProvider({ actions, personId, children }: OfflineActsProviderProps) {
  const run = useLiveRun();
  const { cursor, hear } = useLink();
  const reachable = useReachable();
  const now = useRef({ run, reachable, cursor, hear });
  useEffect(() => {
    now.current = { run, reachable, cursor, hear };
  });
  const [refusals] = useState(() => new Refusals());
  const waitable = useMemo(() => {
    const send = new Sender(personId, () => now.current);
    const wrapped = (kind: Waitable) => send.wrapped(kind, actions[kind]);
    return {
      ...actions,
      claim: refusals.told(wrapped('claim')),
      release: refusals.told(wrapped('release')),
      finish: refusals.told(wrapped('finish')),
      undo: refusals.told(wrapped('undo')),
      check: refusals.told(actions.check),
      // Both stay where they are, with what was typed, whatever becomes of the step.
      hold: refusals.forgotten(wrapped('hold')),
      note: wrapped('note'),
    };
  }, [actions, personId, refusals]);
  const [awake, setAwake] = useState(false);
  useEffect(() => setAwake(true), []);
  useReplay(actions, personId);
  return (
    <RefusalsProvider value={refusals}>
      <RunActionsProvider actions={awake ? waitable : actions}>{children}</RunActionsProvider>
    </RefusalsProvider>
  );
}

type Now = Pick<Link, 'cursor' | 'hear'> & { run: LiveRun; reachable: boolean };

const KEPT: ActionResult<undefined> = { status: 'ok', data: undefined };
const NO_ROOM: ActionResult<undefined> = {
  status: 'failed',
  code: 'unavailable',
  message:
    'Not saved: the network does not answer, and this browser keeps nothing. What you typed is still here. Check the connection, then try again.',
};

class Sender {
  readonly #personId: string;
  readonly #now: () => Now;
  /** A page that was kept on the device holds the ids of an earlier visit: each form gets one of this visit instead. */
  readonly #ids = new Map<string, string>();

  constructor(personId: string, now: () => Now) {
    this.#personId = personId;
    this.#now = now;
  }

  wrapped(kind: Waitable, action: RunFormAction): RunFormAction {
    return async (previous, form) => {
      const given = String(form.get('actId') ?? '');
      const actId = this.#ids.get(given) ?? randomId();
      this.#ids.set(given, actId);
      form.set('actId', actId);
      form.set('after', cursorText(this.#now().cursor));
      const result = await this.#sent(kind, actId, form, () => action(previous, form));
      if (result.status === 'ok') {
        this.#ids.delete(given);
        this.#now().hear(result.data ?? []);
      }
      return result;
    };
  }

  async #sent(
    kind: Waitable,
    actId: string,
    form: FormData,
    send: () => Promise<ActionResult<Heard>>,
  ): Promise<ActionResult<Heard>> {
    const stepId = form.get('stepId');
    // Whatever follows an act that waits has to wait behind it.
    const behind = waitingActs(this.#personId).some(
      (act) => act.stepId === stepId && act.runbookId === form.get('runbookId'),
    );
    if (behind || !this.#now().reachable) return this.#keep(kind, actId, form);
    try {
      return await send();
    } catch (error) {
      if (!gotNoAnswer(error)) throw error;
      return this.#keep(kind, actId, form);
    }
  }

  #keep(kind: Waitable, actId: string, form: FormData): ActionResult<undefined> {
    const act = waitingAct(kind, form, actId, new Date());
    const refusal = offlineRefusal(act, this.#now().run.step.get(act.stepId));
    if (refusal !== null) return refusal;
    return keepWaitingActs(this.#personId, withAct(waitingActs(this.#personId), act)) ? KEPT : NO_ROOM;
  }
}
