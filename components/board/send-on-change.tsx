'use client';

import { useEffect } from 'react';

/** Sends a form of questions as soon as a choice in it changes; without script its button does. */
export function SendOnChange({ formId }: { formId: string }) {
  useEffect(() => {
    const form = document.getElementById(formId);
    function onChange(event: Event) {
      if (form instanceof HTMLFormElement && event.target instanceof HTMLSelectElement) form.requestSubmit();
    }
    form?.addEventListener('change', onChange);
    return () => form?.removeEventListener('change', onChange);
  }, [formId]);
  return null;
}
