'use client';

import { useFormSaved } from './form-context';

/** Beside a form's button: that it worked, until something is changed again. */
export function SavedWord({ children = 'Saved.' }: { children?: string }) {
  const saved = useFormSaved();
  return (
    <span role="status" className="text-14 text-ok">
      {saved && children}
    </span>
  );
}
