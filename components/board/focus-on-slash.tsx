'use client';

import { useEffect } from 'react';

/** `/` goes to the field with this id, unless one is typing already. */
export function FocusOnSlash({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { target } = event;
      const typing =
        target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      const field = document.getElementById(fieldId);
      if (!(field instanceof HTMLInputElement)) return;
      event.preventDefault();
      field.select();
      field.focus();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [fieldId]);
  return null;
}
