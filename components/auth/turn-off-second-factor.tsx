import { CodeField } from '@/components/auth/code-field';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface TurnOffSecondFactorProps {
  action: FormAction<undefined>;
  hasPassword: boolean;
}

/** Off, or over to another phone: that is off, and on again. */
export function TurnOffSecondFactor({ action, hasPassword }: TurnOffSecondFactorProps) {
  return (
    <DialogButton
      label="Turn off…"
      title="Turn off your second factor"
      description="Nothing more is then asked when you sign in, and your recovery codes stop working. For another phone: turn it off, then set it up again. Where your role needs one, you are asked to right away."
    >
      <ActionForm action={action} closesDialog>
        {hasPassword && (
          <Field name="password" label="Your password">
            <TextInput type="password" autoComplete="current-password" />
          </Field>
        )}
        <CodeField hint="From the app, or a recovery code." />
        <SubmitButton variant="danger" busyLabel="Turning off…">
          Turn off second factor
        </SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
