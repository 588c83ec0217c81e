'use client';

import { useState } from 'react';
import { NewPasswordFields } from '@/components/auth/new-password-fields';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

/** The current password once, the new one twice. */
export function ChangePasswordForm({ action }: { action: FormAction<undefined> }) {
  const [changed, setChanged] = useState(false);
  return (
    <div className="grid max-w-80 gap-4">
      <ActionForm action={action} onOk={() => setChanged(true)}>
        <Field name="current" label="Current password">
          <TextInput type="password" autoComplete="current-password" />
        </Field>
        <NewPasswordFields label="New password" size="regular" />
        <div>
          <SubmitButton busyLabel="Changing…">Change password</SubmitButton>
        </div>
      </ActionForm>
      <div role="status">
        {changed && <Notice tone="ok">Password changed. Your other sessions have ended.</Notice>}
      </div>
    </div>
  );
}
