import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

interface BackLinkProps {
  href: string;
  children: ReactNode;
}

/** One level up, above the title. */
export function BackLink({ href, children }: BackLinkProps) {
  return (
    <Link
      href={href}
      className="-ml-1 inline-flex min-h-8 items-center gap-0.5 justify-self-start rounded-md pr-2 text-13 text-ink-muted hover:text-ink pointer-coarse:min-h-11 print:hidden"
    >
      <ChevronLeft className="size-4 flex-none" aria-hidden="true" />
      {children}
    </Link>
  );
}

export interface PageHeadProps {
  title: ReactNode;
  /** One line of facts under the title. */
  facts?: ReactNode;
  back?: { href: string; label: ReactNode };
  /** Badges and states on the title's line. */
  beside?: ReactNode;
  /** Filters and quiet actions; at most one primary button, last. */
  actions?: ReactNode;
}

/** The head of every page: where it is, what it is, and the one thing to do. */
export function PageHead({ title, facts, back, beside, actions }: PageHeadProps) {
  return (
    <header className="mb-4 grid gap-x-4 gap-y-2">
      {back && <BackLink href={back.href}>{back.label}</BackLink>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-balance font-semibold text-20 tracking-tight">{title}</h1>
            {beside}
          </div>
          {facts && <p className="mt-0.5 flex flex-wrap gap-x-3 text-13 text-ink-muted">{facts}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
      </div>
    </header>
  );
}
