'use client';

import type { ReactNode } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import type { RunFormAction } from './run-actions';

/** A note beside the step, for whoever comes next. */
export function NoteForm({ action, hidden }: { action: RunFormAction; hidden: ReactNode }) {
  return (
    <Disclosure summary="Add a note" size="touch" className="min-w-0 open:basis-full">
      <ActionForm action={action} className="max-w-2xl gap-3">
        {hidden}
        <Field
          name="note"
          label="Note"
          hint="Kept with the run and printed in the report. No secrets."
          size="touch"
        >
          <Textarea rows={2} />
        </Field>
        <SubmitButton variant="secondary" size="touch" busyLabel="Adding…" className="justify-self-start">
          Add note
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
