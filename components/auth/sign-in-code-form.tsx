import { CodeField } from '@/components/auth/code-field';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';

interface SignInCodeFormProps {
  action: FormAction<never>;
  returnTo: string;
  /** There is an app that shows codes; else a recovery code is all there is to type. */
  authenticator: boolean;
}

/** The second half of signing in. */
export function SignInCodeForm({ action, returnTo, authenticator }: SignInCodeFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="return" value={returnTo} />
      {authenticator ? (
        <CodeField size="touch" hint="Or one of your recovery codes." autoFocus />
      ) : (
        <CodeField size="touch" hint="One of your recovery codes." />
      )}
      <SubmitButton size="touch" busyLabel="Signing in…">
        Sign in
      </SubmitButton>
    </ActionForm>
  );
}
