'use client';

import { useState } from 'react';
import { NewPasswordFields } from '@/components/auth/new-password-fields';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface ChangePasswordFormProps {
  action: FormAction<undefined>;
  /** Else one is set for the first time, and there is none to ask for. */
  hasPassword: boolean;
}

/** The current password once, the new one twice. */
export function ChangePasswordForm({ action, hasPassword }: ChangePasswordFormProps) {
  const [changed, setChanged] = useState(false);
  return (
    <div className="grid max-w-80 gap-4">
      <ActionForm action={action} onOk={() => setChanged(true)}>
        {hasPassword && (
          <Field name="current" label="Current password">
            <TextInput type="password" autoComplete="current-password" />
          </Field>
        )}
        <NewPasswordFields label="New password" size="regular" />
        <div>
          <SubmitButton busyLabel="Saving…">{hasPassword ? 'Change password' : 'Set password'}</SubmitButton>
        </div>
      </ActionForm>
      <div role="status">
        {changed && <Notice tone="ok">Your new password counts. Your other sessions have ended.</Notice>}
      </div>
    </div>
  );
}
