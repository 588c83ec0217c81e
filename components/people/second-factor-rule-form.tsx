'use client';

import { useState } from 'react';
import { ROLE_CHOICES } from '@/components/people/role-words';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import type { Role } from '@/lib/auth/actor';

interface SecondFactorRuleFormProps {
  action: FormAction<undefined>;
  /** Who needs one now. */
  roles: readonly Role[];
}

/** Which roles need a second factor. */
export function SecondFactorRuleForm({ action, roles }: SecondFactorRuleFormProps) {
  const [saved, setSaved] = useState(false);
  return (
    <div className="grid max-w-prose gap-4">
      <ActionForm action={action} keepAfterOk onOk={() => setSaved(true)}>
        <fieldset>
          <legend className="mb-1">
            Who needs one? Whoever has none yet is asked to set it up at the next click, and can do nothing
            else until then.
          </legend>
          {ROLE_CHOICES.map(({ value, label }) => (
            <Checkbox
              key={value}
              name="roles"
              value={value}
              label={label}
              defaultChecked={roles.includes(value)}
            />
          ))}
        </fieldset>
        <div>
          <SubmitButton variant="secondary" busyLabel="Saving…">
            Save
          </SubmitButton>
        </div>
      </ActionForm>
      <div role="status">
        {saved && <Notice tone="ok">Saved. It counts from everybody’s next click.</Notice>}
      </div>
    </div>
  );
}
