'use client';

import { useLinkStatus } from 'next/link';

/** Inside a Link: a thin bar at the top of the window while its page takes longer than 300 ms to come. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span
      className="appear-after-300 fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden bg-accent-soft"
      aria-hidden="true"
    >
      <span className="run-across block h-full bg-accent" />
    </span>
  );
}
