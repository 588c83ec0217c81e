'use client';

import type { ReactNode } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SavedWord } from '@/components/ui/saved-word';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

export interface ReferenceFormProps {
  slotId: string;
  hint: ReactNode;
  reference: string | null;
  label: string | null;
  setReference: FormAction<unknown>;
  removeReference: FormAction<unknown>;
}

/** Records where the client keeps a value of theirs. */
export function ReferenceForm(props: ReferenceFormProps) {
  const { slotId, hint, reference, label, setReference, removeReference } = props;
  return (
    <div className="grid gap-3">
      <ActionForm action={setReference} keepAfterOk errorsBeside className="gap-3">
        <input type="hidden" name="slotId" value={slotId} />
        <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_auto]">
          <Field name="reference" label="Reference" size="touch">
            <TextInput
              code
              defaultValue={reference ?? ''}
              placeholder="op://vault/item/field"
              autoComplete="off"
            />
          </Field>
          <Field name="label" label="Label" optional size="touch">
            <TextInput dir="auto" defaultValue={label ?? ''} autoComplete="off" />
          </Field>
          <div>
            <SubmitButton variant="secondary" size="touch" busyLabel="Saving…">
              {reference === null ? 'Save reference' : 'Change reference'}
            </SubmitButton>
          </div>
        </div>
        <SavedWord />
        <p className="max-w-prose text-14 text-ink-muted">{hint}</p>
      </ActionForm>
      {reference !== null && (
        <ActionForm action={removeReference}>
          <input type="hidden" name="slotId" value={slotId} />
          <div>
            <SubmitButton variant="quiet" size="touch" busyLabel="Removing…">
              Remove reference
            </SubmitButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}
