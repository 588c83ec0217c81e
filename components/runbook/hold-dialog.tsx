'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import type { Hold } from '@/lib/runbook/schema';
import { HOLD_WORDS } from './hold-words';
import { useOpenSteps } from './open-steps';
import type { RunFormAction } from './run-actions';

export interface HoldRequest {
  hold: Hold;
  stepId: string;
  /** Which step, in words. */
  title: string;
  action: RunFormAction;
  hidden: ReactNode;
}

const AskContext = createContext<(request: HoldRequest) => void>(() => undefined);

/** Asks for the reason of a hold, in the one dialog of the page. */
export function useHoldDialog(): (request: HoldRequest) => void {
  return useContext(AskContext);
}

/** One dialog for all steps: a page of forty steps need not carry a hundred of them. */
export function HoldDialogProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ request: HoldRequest; attempt: number } | null>(null);
  const [open, setOpen] = useState(false);
  const ask = useMemo(
    () => (request: HoldRequest) => {
      setAsked((before) => ({ request, attempt: (before?.attempt ?? 0) + 1 }));
      setOpen(true);
    },
    [],
  );
  return (
    <AskContext value={ask}>
      {children}
      {asked && (
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title={HOLD_WORDS[asked.request.hold].title}
          description={asked.request.title}
        >
          <HoldForm key={asked.attempt} request={asked.request} close={() => setOpen(false)} />
        </Dialog>
      )}
    </AskContext>
  );
}

/** React leaves the attribute out, and without it an opening dialog gives the keyboard to its cross. */
function takeFocusFirst(control: HTMLTextAreaElement | null): void {
  control?.setAttribute('autofocus', '');
}

function HoldForm({ request, close }: { request: HoldRequest; close: () => void }) {
  const { advance } = useOpenSteps();
  const words = HOLD_WORDS[request.hold];
  return (
    <ActionForm
      action={request.action}
      onOk={() => {
        close();
        advance(request.stepId);
      }}
    >
      {request.hidden}
      <input type="hidden" name="hold" value={request.hold} />
      <Field name="reason" label="Reason" hint={words.hint} size="touch">
        <Textarea rows={3} ref={takeFocusFirst} />
      </Field>
      <SubmitButton size="touch" busyLabel={words.busy} className="justify-self-start">
        {words.submit}
      </SubmitButton>
    </ActionForm>
  );
}
