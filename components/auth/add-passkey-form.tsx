'use client';

import { makePasskey, type PasskeyMaking } from '@/components/auth/passkey-ceremony';
import { RecoveryCodes } from '@/components/auth/recovery-codes';
import { usePasskeysPossible } from '@/components/auth/use-passkeys-possible';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface AddPasskeyFormProps {
  /** Its second half keeps the passkey, and answers with recovery codes for a first second factor. */
  making: PasskeyMaking<string[] | null>;
  continueHref: string;
}

/** Names a passkey and lets the device make it. With a first second factor recovery codes stand in the form's place. */
export function AddPasskeyForm({ making, continueHref }: AddPasskeyFormProps) {
  const possible = usePasskeysPossible();
  if (possible === null) {
    return (
      <div className="min-h-36 text-ink-muted">
        <noscript>To add one, allow this page its script.</noscript>
      </div>
    );
  }
  if (!possible) {
    return (
      <p className="text-ink-muted">
        To add one, open the board over https or on localhost, in a browser that has passkeys.
      </p>
    );
  }
  return (
    <ActionForm<string[] | null>
      action={(_previous, form) => makePasskey(form.get('name'), making)}
      okContent={(codes) =>
        codes === null ? (
          <p role="status">Added.</p>
        ) : (
          <RecoveryCodes codes={codes} continueHref={continueHref} />
        )
      }
      className="max-w-80"
    >
      <Field name="name" label="Name of the passkey" hint="Such as the device it is on.">
        <TextInput autoComplete="off" />
      </Field>
      <div>
        <SubmitButton variant="secondary" busyLabel="Waiting for your device…">
          Add a passkey
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
