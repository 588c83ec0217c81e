'use client';

import type { ReactNode } from 'react';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/secret-input';
import { SecretTextarea } from '@/components/ui/secret-textarea';
import { SubmitButton } from '@/components/ui/submit-button';
import { AfterWarning } from './after-warning';

export interface StoreValueFormProps {
  slotId: string;
  label: string;
  hint: ReactNode;
  action: FormAction<unknown>;
  /** No format is known, so it may be of many lines: line breaks survive. */
  manyLines: boolean;
  replaces: boolean;
}

/** Takes a value of ours. It goes to the server in this one request and is gone from the page once it is stored. */
export function StoreValueForm({ slotId, label, hint, action, manyLines, replaces }: StoreValueFormProps) {
  return (
    <ActionForm action={action} errorsBeside className="gap-3">
      <input type="hidden" name="slotId" value={slotId} />
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <Field name="value" label={label} hint={hint} size="touch">
          {manyLines ? <SecretTextarea rows={2} /> : <SecretInput />}
        </Field>
        <div>
          <SubmitButton variant="secondary" size="touch" busyLabel="Encrypting…">
            {replaces ? 'Replace value' : 'Store value'}
          </SubmitButton>
        </div>
      </div>
      <AfterWarning />
    </ActionForm>
  );
}
