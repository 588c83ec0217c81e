'use client';

import { type ReactNode, useContext } from 'react';
import { classNames } from './class-names';
import { FieldContext } from './field-context';
import { FieldError } from './field-error';
import { FormContext, fieldId, useFieldErrors } from './form-context';

export interface FieldProps {
  /** The name the control is sent under; errors of that name appear here. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Fields are required unless they say otherwise; an optional one says "(optional)" after its label. */
  optional?: boolean;
  /** 44 px controls with 16 px text, for the wizard and the runbook. */
  size?: 'regular' | 'touch';
  hideLabel?: boolean;
  /** Errors from elsewhere than the form around it. */
  errors?: string[];
  className?: string;
  children: ReactNode;
}

/** A label, a hint and what is wrong, tied to the one control inside. */
export function Field({
  name,
  label,
  hint,
  optional = false,
  size = 'regular',
  hideLabel,
  errors,
  className,
  children,
}: FieldProps) {
  const form = useContext(FormContext);
  const fromForm = useFieldErrors(name);
  const messages = errors ?? fromForm;
  const id = fieldId(form.id, name);
  const describedBy = [hint && `${id}-hint`, messages.length > 0 && `${id}-error`].filter(Boolean).join(' ');
  const control = {
    id,
    name,
    describedBy: describedBy || undefined,
    invalid: messages.length > 0,
    required: !optional,
    size,
  };
  return (
    <div
      className={classNames(
        'grid content-start gap-1.5',
        size === 'touch' ? 'text-16' : 'text-14',
        messages.length > 0 && 'border-bad border-l-4 pl-3',
        className,
      )}
    >
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-medium'}>
        {label}
        {optional && <span className="font-normal text-ink-muted"> (optional)</span>}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="max-w-prose text-ink-muted">
          {hint}
        </div>
      )}
      <FieldError id={`${id}-error`} messages={messages} />
      <FieldContext value={control}>{children}</FieldContext>
    </div>
  );
}
