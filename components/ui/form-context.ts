'use client';

import { createContext, useContext } from 'react';
import type { FieldErrors } from '@/lib/errors';

interface FormState {
  id: string;
  pending: boolean;
  /** The last attempt worked, and nothing was changed since. */
  saved: boolean;
  fieldErrors: FieldErrors;
}

export const FormContext = createContext<FormState>({
  id: 'form',
  pending: false,
  saved: false,
  fieldErrors: {},
});

/** Whether the form around this is being sent. */
export function useFormPending(): boolean {
  return useContext(FormContext).pending;
}

/** Whether what the form shows is what was last saved with it. */
export function useFormSaved(): boolean {
  return useContext(FormContext).saved;
}

/** The sentences that the last attempt to send the form left for this field. */
export function useFieldErrors(name: string): string[] {
  return useContext(FormContext).fieldErrors[name] ?? [];
}

/** The id that a field's control carries, so that the error summary can lead to it. */
export function useFieldId(name: string): string {
  return fieldId(useContext(FormContext).id, name);
}

/** See `useFieldId`; the characters that ids and fragments do not share become dashes. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}
