import { NewPasswordFields } from '@/components/auth/new-password-fields';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';

interface JoinFormProps {
  action: FormAction<never>;
  token: string;
  name: string;
  email: string;
}

/** What a one-time link asks of the person who opens it. */
export function JoinForm({ action, token, name, email }: JoinFormProps) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="token" value={token} />
      <Field name="name" label="Your name" size="touch" hint="The others see it beside what you did.">
        <TextInput defaultValue={name} autoComplete="name" dir="auto" />
      </Field>
      <Field name="email" label="E-mail address" size="touch" hint="You sign in with it.">
        <TextInput type="email" defaultValue={email} autoComplete="username" spellCheck={false} />
      </Field>
      <NewPasswordFields />
      <SubmitButton size="touch" busyLabel="Creating your account…">
        Create account
      </SubmitButton>
    </ActionForm>
  );
}
