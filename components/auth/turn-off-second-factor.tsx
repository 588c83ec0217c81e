import { CodeField } from '@/components/auth/code-field';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

/** Off, or over to another phone: that is off, and on again. */
export function TurnOffSecondFactor({ action }: { action: FormAction<undefined> }) {
  return (
    <DialogButton
      label="Turn off…"
      title="Turn off your second factor"
      description="Your password alone then signs you in, and your recovery codes stop working. For another phone: turn it off, then set it up again. Where your role needs one, you are asked to right away."
    >
      <ActionForm action={action} closesDialog>
        <Field name="password" label="Your password">
          <TextInput type="password" autoComplete="current-password" />
        </Field>
        <CodeField hint="From the app, or a recovery code." />
        <SubmitButton variant="danger" busyLabel="Turning off…">
          Turn off second factor
        </SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
