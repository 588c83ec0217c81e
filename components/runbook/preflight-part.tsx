import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

interface PreflightPartProps {
  id: string;
  title: string;
  hint?: string;
  /** Over all columns. */
  wide?: boolean | 'on paper';
  children: ReactNode;
}

/** One part of the sheet, kept together on paper. */
export function PreflightPart({ id, title, hint, wide = false, children }: PreflightPartProps) {
  return (
    <section
      aria-labelledby={id}
      className={classNames(
        'break-avoid min-w-0',
        wide === true && 'md:col-span-2',
        wide !== false && 'print:col-span-3',
      )}
    >
      <h2 id={id} className="font-semibold text-16 print:text-12">
        {title}
      </h2>
      {hint && <p className="max-w-prose text-14 text-ink-muted print:max-w-none print:text-12">{hint}</p>}
      <div className="mt-1 print:mt-0">{children}</div>
    </section>
  );
}
