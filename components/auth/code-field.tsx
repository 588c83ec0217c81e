import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';

interface CodeFieldProps {
  label?: string;
  hint?: ReactNode;
  size?: 'regular' | 'touch';
  autoFocus?: boolean;
}

/** One code, from the app or from paper. Text, not a number: recovery codes have letters, and codes leading zeros. */
export function CodeField({ label = 'Code', hint, size = 'regular', autoFocus }: CodeFieldProps) {
  return (
    <Field name="code" label={label} hint={hint} size={size}>
      <TextInput code autoComplete="one-time-code" autoFocus={autoFocus} />
    </Field>
  );
}
