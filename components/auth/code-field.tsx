import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';

interface CodeFieldProps {
  label?: string;
  hint?: ReactNode;
  size?: 'regular' | 'touch';
  autoFocus?: boolean;
  /** Only a code from the app will do: phones then show digits to type. */
  digitsOnly?: boolean;
}

/** One code, from the app or from paper. Text, not a number: recovery codes have letters, and app codes leading zeros. */
export function CodeField({ label = 'Code', hint, size = 'regular', autoFocus, digitsOnly }: CodeFieldProps) {
  return (
    <Field name="code" label={label} hint={hint} size={size}>
      <TextInput
        code
        autoComplete="one-time-code"
        autoFocus={autoFocus}
        inputMode={digitsOnly ? 'numeric' : 'text'}
      />
    </Field>
  );
}
