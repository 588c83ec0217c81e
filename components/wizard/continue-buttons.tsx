import type { ReactNode } from 'react';
import { SubmitButton } from '@/components/ui/submit-button';

/** The one way on, and what else this page can do. */
export function ContinueButtons({ label = 'Continue', children }: { label?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 pt-2">
      <SubmitButton size="touch" busyLabel="Saving…">
        {label}
      </SubmitButton>
      {children}
    </div>
  );
}
