import type { ReactNode } from 'react';

/** A key on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-current/25 px-1 font-normal font-sans text-12 pointer-coarse:hidden print:hidden">
      {children}
    </kbd>
  );
}
