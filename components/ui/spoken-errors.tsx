'use client';

import { useEffect } from 'react';
import { useErrorTitle } from './error-title';

/**
 * Says what is wrong to screen readers and leads to the first field, where the same words stand to be read: for a form
 * of a line or two, beside which a summary would say everything twice.
 */
export function SpokenErrors({ errors }: { errors: { fieldId: string; message: string }[] }) {
  const first = errors[0]?.fieldId;
  useErrorTitle();
  useEffect(() => {
    if (first !== undefined) document.getElementById(first)?.focus();
  }, [first]);
  return (
    <div role="alert" className="sr-only">
      {errors.map(({ fieldId, message }) => (
        <p key={`${fieldId} ${message}`}>{message}</p>
      ))}
    </div>
  );
}
