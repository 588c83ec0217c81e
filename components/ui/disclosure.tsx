import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface DisclosureProps {
  summary: ReactNode;
  children: ReactNode;
  open?: boolean;
  /** Disclosures that share a group close each other. */
  group?: string;
  size?: 'regular' | 'touch';
  className?: string;
}

/** More for those who want it. The browser's own element: works without script, and finding in the page opens it. */
export function Disclosure({ summary, children, open, group, size = 'regular', className }: DisclosureProps) {
  return (
    <details open={open} name={group} className={classNames('group/disclosure', className)}>
      <summary
        className={classNames(
          '-ml-1 inline-flex cursor-pointer select-none list-none items-center gap-1 rounded-md pr-2 text-accent hover:text-accent-strong',
          size === 'touch' ? 'min-h-11 text-16' : 'min-h-8 text-14 pointer-coarse:min-h-11',
        )}
      >
        <ChevronRight
          className="size-4 flex-none transition-transform group-open/disclosure:rotate-90"
          aria-hidden="true"
        />
        {summary}
      </summary>
      <div className="pt-1 pb-2 pl-4">{children}</div>
    </details>
  );
}
