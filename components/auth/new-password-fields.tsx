import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { MIN_PASSWORD_CHARACTERS } from '@/lib/auth/password-limits';

interface NewPasswordFieldsProps {
  label?: string;
  size?: 'regular' | 'touch';
}

/** A new password, twice. */
export function NewPasswordFields({ label = 'Password', size = 'touch' }: NewPasswordFieldsProps) {
  return (
    <>
      <Field
        name="password"
        label={label}
        hint={`At least ${MIN_PASSWORD_CHARACTERS} characters. Three or four random words do well.`}
        size={size}
      >
        <TextInput type="password" autoComplete="new-password" />
      </Field>
      <Field name="repeat" label={`${label} again`} size={size}>
        <TextInput type="password" autoComplete="new-password" />
      </Field>
    </>
  );
}
