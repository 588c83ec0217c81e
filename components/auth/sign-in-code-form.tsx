import { CodeField } from '@/components/auth/code-field';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

interface SignInCodeFormProps {
  action: FormAction<never>;
  returnTo: string;
}

/** The second half of signing in. */
export function SignInCodeForm({ action, returnTo }: SignInCodeFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="return" value={returnTo} />
      <CodeField size="touch" hint="Or one of your recovery codes." autoFocus />
      <SubmitButton size="touch" busyLabel="Signing in…">
        Sign in
      </SubmitButton>
    </ActionForm>
  );
}
