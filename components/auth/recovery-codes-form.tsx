'use client';

import type { ReactNode } from 'react';
import { CodeField } from '@/components/auth/code-field';
import { RecoveryCodes } from '@/components/auth/recovery-codes';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

interface RecoveryCodesFormProps {
  /** Takes a code and answers with ten recovery codes. */
  action: FormAction<string[]>;
  /** The first code of a new authenticator, or any code of one that is on. */
  purpose: 'confirm' | 'renew';
  /** Unset: asked. Without an authenticator there is none to ask; a passkey was shown lately. */
  asksForCode?: boolean;
  continueHref: string;
  children: ReactNode;
}

/** A code from the app against recovery codes, which then stand in the form's place. */
export function RecoveryCodesForm({
  action,
  purpose,
  asksForCode = true,
  continueHref,
  children,
}: RecoveryCodesFormProps) {
  const isFirst = purpose === 'confirm';
  return (
    <ActionForm
      action={action}
      keepAfterOk
      okContent={(codes) => <RecoveryCodes codes={codes} continueHref={continueHref} />}
    >
      <input type="hidden" name="purpose" value={purpose} />
      {children}
      <div className="grid max-w-80 justify-items-start gap-4">
        {asksForCode && (
          <CodeField label="Code from the app" hint="The six digits it shows now." digitsOnly />
        )}
        <SubmitButton variant={isFirst ? 'primary' : 'secondary'} busyLabel="Checking…">
          {isFirst ? 'Turn on' : 'Make new recovery codes'}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
