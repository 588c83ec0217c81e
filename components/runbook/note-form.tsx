'use client';

import type { ReactNode } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import type { RunFormAction } from './run-actions';

interface NoteFormProps {
  action: RunFormAction;
  hidden: ReactNode;
  /** The run is closed: what is added stands apart from what was done. */
  afterClosing?: boolean;
}

const DURING = {
  label: 'Note',
  hint: 'Kept with the run and printed in the report. No secrets.',
  open: 'Add a note',
  send: 'Add note',
};
const AFTER_CLOSING: typeof DURING = {
  label: 'Addendum',
  hint: 'Stands in the report, marked as added after closing. Nothing else changes. No secrets.',
  open: 'Add an addendum',
  send: 'Add addendum',
};

/** Words beside a step, for whoever comes next. */
export function NoteForm({ action, hidden, afterClosing = false }: NoteFormProps) {
  const words = afterClosing ? AFTER_CLOSING : DURING;
  return (
    <Disclosure summary={words.open} size="touch" className="min-w-0 open:basis-full print:hidden">
      <ActionForm action={action} className="max-w-2xl gap-3">
        {hidden}
        <Field name="note" label={words.label} hint={words.hint} size="touch">
          <Textarea rows={2} />
        </Field>
        <SubmitButton variant="secondary" size="touch" busyLabel="Adding…" className="justify-self-start">
          {words.send}
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
