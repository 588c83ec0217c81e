import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface SegmentedLinksProps {
  /** What is being switched, for screen readers: "View". */
  label: string;
  items: { href: string; label: ReactNode; current: boolean; icon?: ReactNode }[];
}

/** Two to five views of the same thing, as links, so that each has its address. */
export function SegmentedLinks({ label, items }: SegmentedLinksProps) {
  return (
    <nav
      aria-label={label}
      className="inline-flex rounded-md border border-line bg-sunken p-0.5 print:hidden"
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.current ? 'page' : undefined}
          className={classNames(
            'inline-flex min-h-[1.625rem] items-center gap-1.5 rounded-sm px-2.5 text-13 transition-colors pointer-coarse:min-h-10',
            item.current
              ? 'bg-raised font-medium text-ink ring-1 ring-line'
              : 'text-ink-muted hover:text-ink',
          )}
        >
          {item.icon}
          {item.label}
        </Link>
      ))}
    </nav>
  );
}
