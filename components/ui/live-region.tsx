'use client';

import { useEffect, useState } from 'react';

/**
 * Says a sentence to screen readers without moving anything. The text arrives after the region does, since a region
 * that appears together with its text is often not read.
 */
export function LiveRegion({ message, urgent = false }: { message: string; urgent?: boolean }) {
  const [said, setSaid] = useState('');
  useEffect(() => setSaid(message), [message]);
  return (
    <span role={urgent ? 'alert' : 'status'} aria-live={urgent ? 'assertive' : 'polite'} className="sr-only">
      {said}
    </span>
  );
}
