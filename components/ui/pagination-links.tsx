import { ChevronLeft, ChevronRight } from 'lucide-react';
import { LinkButton } from './link-button';

export interface PaginationLinksProps {
  /** Address of the page before, if there is one. */
  newerHref?: string | null;
  olderHref?: string | null;
  newerLabel?: string;
  olderLabel?: string;
}

/** Onward through a list that has no page numbers. Nothing at all when everything is on the page. */
export function PaginationLinks(props: PaginationLinksProps) {
  const { newerHref, olderHref, newerLabel = 'Newer', olderLabel = 'Older' } = props;
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center justify-between gap-2 print:hidden">
      {newerHref ? (
        <LinkButton href={newerHref} icon={<ChevronLeft className="size-4" aria-hidden="true" />}>
          {newerLabel}
        </LinkButton>
      ) : (
        <span />
      )}
      {olderHref && (
        <LinkButton href={olderHref}>
          {olderLabel}
          <ChevronRight className="size-4" aria-hidden="true" />
        </LinkButton>
      )}
    </nav>
  );
}
