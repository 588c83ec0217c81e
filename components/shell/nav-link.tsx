'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names';
import { LinkPending } from '@/components/ui/link-pending';
import type { NavItem } from './nav-item';

export interface NavLinkProps {
  item: NavItem;
  /** `rail` becomes the phone's bar; `row` is a line in a menu. */
  as: 'rail' | 'row';
}

function belongs(pathname: string, { href, also = [] }: NavItem): boolean {
  return [href, ...also].some(
    (place) => pathname === place || (place !== '/' && pathname.startsWith(`${place}/`)),
  );
}

/** One place of the rail; it knows whether one is there. */
export function NavLink({ item, as }: NavLinkProps) {
  const current = belongs(usePathname(), item);
  return (
    <Link
      href={item.href}
      aria-current={current ? 'page' : undefined}
      title={as === 'rail' ? item.label : undefined}
      className={classNames(
        'flex items-center rounded-md transition-colors',
        current ? 'bg-accent-soft font-medium text-accent' : 'text-ink-muted hover:bg-hover hover:text-ink',
        as === 'row' && 'min-h-11 gap-3 px-2.5 text-16',
        as === 'rail' &&
          'max-sm:h-13 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:text-12 sm:size-10 sm:justify-center lg:h-8 lg:w-full lg:justify-start lg:gap-2.5 lg:px-2.5 pointer-coarse:lg:h-11',
      )}
    >
      {item.icon}
      <LinkPending />
      <span className={as === 'rail' ? 'sm:max-lg:sr-only' : undefined}>{item.label}</span>
    </Link>
  );
}
