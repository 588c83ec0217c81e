import { NewPasswordFields } from '@/components/auth/new-password-fields';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

interface NewPasswordFormProps {
  action: FormAction<never>;
  token: string;
  email: string;
}

/** What a new-password link asks. The address is there for the browser's own keeper of passwords. */
export function NewPasswordForm({ action, token, email }: NewPasswordFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="token" value={token} />
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordFields label="New password" />
      <SubmitButton size="touch" busyLabel="Setting the password…">
        Set new password
      </SubmitButton>
    </ActionForm>
  );
}
