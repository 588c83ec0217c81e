import type { ReactNode } from 'react';

export interface SectionProps {
  id: string;
  title: ReactNode;
  /** At the end of the heading's line: a count, a link, a button. */
  beside?: ReactNode;
  children: ReactNode;
}

/** A part of the record under a heading of its own. */
export function Section({ id, title, beside, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="break-avoid min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold text-14">
          {title}
        </h2>
        {beside && <div className="text-13">{beside}</div>}
      </div>
      {children}
    </section>
  );
}
