'use client';

import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from './button';
import { useFormPending } from './form-context';

/** Sends the form around it; busy for as long as that takes, so that nothing is sent twice. */
export function SubmitButton({ variant = 'primary', busy, ...rest }: ButtonProps) {
  const fromActionForm = useFormPending();
  const { pending } = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} busy={busy || fromActionForm || pending} />;
}
