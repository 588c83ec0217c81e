import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface StartSecondFactorFormProps {
  action: FormAction<undefined>;
  asksForPassword: boolean;
}

/** Begins the set-up; the page then shows what to scan. */
export function StartSecondFactorForm({ action, asksForPassword }: StartSecondFactorFormProps) {
  return (
    <ActionForm action={action} className="max-w-80">
      {asksForPassword && (
        <Field name="password" label="Your password" hint="You entered it a while ago.">
          <TextInput type="password" autoComplete="current-password" />
        </Field>
      )}
      <div>
        <SubmitButton busyLabel="Preparing…">Set it up</SubmitButton>
      </div>
    </ActionForm>
  );
}
