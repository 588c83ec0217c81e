import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface SignInFormProps {
  action: FormAction<never>;
  returnTo: string;
}

/** E-mail and password. What was typed stays when it did not fit. */
export function SignInForm({ action, returnTo }: SignInFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="return" value={returnTo} />
      <Field name="email" label="E-mail address" size="touch">
        <TextInput type="email" autoComplete="username" autoFocus spellCheck={false} />
      </Field>
      <Field name="password" label="Password" size="touch">
        <TextInput type="password" autoComplete="current-password" />
      </Field>
      <SubmitButton size="touch" busyLabel="Signing in…">
        Sign in
      </SubmitButton>
    </ActionForm>
  );
}
