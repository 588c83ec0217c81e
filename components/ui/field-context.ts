'use client';

import { createContext, useContext } from 'react';

interface FieldState {
  id: string;
  name: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
  size: 'regular' | 'touch';
}

export const FieldContext = createContext<FieldState | null>(null);

/** What the Field around a control decides for it; a control outside a Field has to bring its own name and label. */
export function useControl(own: { id?: string; name?: string; required?: boolean }) {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.id,
    name: own.name ?? field?.name,
    required: own.required ?? field?.required ?? false,
    'aria-describedby': field?.describedBy,
    'aria-invalid': field?.invalid ? (true as const) : undefined,
    size: field?.size ?? ('regular' as const),
  };
}

const base =
  'block w-full rounded-md border bg-surface text-ink transition-colors hover:border-ink-muted disabled:bg-sunken disabled:text-ink-muted';

/** The classes shared by every box one types or chooses in. */
export function controlLook(size: 'regular' | 'touch', invalid: boolean | undefined): string {
  const edge = invalid ? 'border-bad border-2' : 'border-line-strong';
  const height =
    size === 'touch'
      ? 'min-h-11 px-3 py-2 text-16'
      : 'min-h-8 px-2.5 py-1 text-14 pointer-coarse:min-h-11 pointer-coarse:text-16';
  return `${base} ${edge} ${height}`;
}
