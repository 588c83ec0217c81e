'use client';

import { type FormEvent, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { FormContext } from '@/components/ui/form-context';
import type { FieldErrors } from '@/lib/errors';
import { BASE_FIELD } from '@/lib/wizard/fields';
import type { Base } from '@/lib/wizard/schema';
import { AnswerConflicts } from './answer-conflicts';
import type { SaveAnswer } from './autosave-queue';
import { useAutosave } from './use-autosave';

export interface AutosaveFormProps {
  action: FormAction<never>;
  save: SaveAnswer;
  /** What each field is filled from; fields that are not in here are not saved as they are typed. */
  base: Base;
  /** Where Continue leads back to. */
  returnTo?: 'check' | undefined;
  children: ReactNode;
}

/** A step's form. With script every field is saved as it is typed; without, Continue saves them all. */
export function AutosaveForm({ action, save, base, returnTo, children }: AutosaveFormProps) {
  const { queue, ...autosave } = useAutosave(save, base);
  const passing = useRef(false);
  const [flushing, setFlushing] = useState(false);
  const conflicts = useRef<HTMLDivElement>(null);

  function note({ target }: FormEvent<HTMLFormElement>) {
    if (target instanceof HTMLElement && 'name' in target) queue.note(String(target.name));
  }

  /** What is still on its way is saved first, so that Continue never meets this person's own change. */
  async function saveFirst(event: FormEvent<HTMLFormElement>) {
    if (passing.current) {
      passing.current = false;
      return;
    }
    if (!queue.busy && !queue.conflicted) return;
    event.preventDefault();
    if (flushing) return;
    const form = event.currentTarget;
    const { submitter } = event.nativeEvent as SubmitEvent;
    setFlushing(true);
    await queue.flush();
    setFlushing(false);
    if (queue.conflicted) {
      conflicts.current?.querySelector('button')?.focus();
      return;
    }
    passing.current = true;
    form.requestSubmit(submitter);
  }

  return (
    <ActionForm
      action={action}
      keepAfterOk
      ref={(form) => {
        if (form !== null) queue.form = form;
      }}
      onInput={note}
      onBlur={() => queue.busy && void queue.flush()}
      onSubmitCapture={saveFirst}
      className="gap-6"
    >
      <AnswerConflicts box={conflicts} conflicts={autosave.conflicts} onResolve={autosave.resolve} />
      <input type="hidden" name={BASE_FIELD} value={JSON.stringify(autosave.base)} readOnly />
      {returnTo && <input type="hidden" name="return" value={returnTo} />}
      <WithAutosave errors={autosave.errors} flushing={flushing}>
        {children}
      </WithAutosave>
    </ActionForm>
  );
}

/** Adds what a save has found wrong, and that one is under way, to what the form itself knows. */
function WithAutosave(props: { errors: FieldErrors; flushing: boolean; children: ReactNode }) {
  const { errors, flushing, children } = props;
  const form = useContext(FormContext);
  const both = useMemo(
    () => ({
      ...form,
      pending: form.pending || flushing,
      fieldErrors: { ...form.fieldErrors, ...errors },
    }),
    [form, errors, flushing],
  );
  return <FormContext value={both}>{children}</FormContext>;
}
