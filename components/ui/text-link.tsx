import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';
import { LinkPending } from './link-pending';

const look =
  'rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:text-accent-strong hover:decoration-current';

/** A link within the product, in running text or a table. */
export function TextLink({ className, children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={classNames(look, className)}>
      {children}
      <LinkPending />
    </Link>
  );
}

interface OutsideLinkProps {
  href: string;
  children: ReactNode;
  className?: string;
}

/** A link to somebody else's site: opens a new tab, tells them nothing about where it was clicked. */
export function OutsideLink({ href, children, className }: OutsideLinkProps) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={classNames(look, className)}>
      {children}
      <ExternalLink className="ml-1 inline size-3.5 align-[-0.125em]" aria-hidden="true" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
