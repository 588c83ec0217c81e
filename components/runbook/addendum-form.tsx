'use client';

import type { ReactNode } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import type { RunFormAction } from './run-actions';

/** What came to light about a step after its run was closed. */
export function AddendumForm({ action, hidden }: { action: RunFormAction; hidden: ReactNode }) {
  return (
    <Disclosure summary="Add an addendum" size="touch" className="min-w-0 print:hidden">
      <ActionForm action={action} className="max-w-2xl gap-3">
        {hidden}
        <Field
          name="note"
          label="Addendum"
          hint="Stands in the report, marked as added after closing. Nothing else changes. No secrets."
          size="touch"
        >
          <Textarea rows={2} />
        </Field>
        <SubmitButton variant="secondary" size="touch" busyLabel="Adding…" className="justify-self-start">
          Add addendum
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
