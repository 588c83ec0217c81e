import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { Theme } from '@/components/ui/theme';
import { BrandMark } from './brand-mark';
import type { NavItem } from './nav-item';
import { NavLink } from './nav-link';
import { type Person, PersonMenu } from './person-menu';
import { SharingBadge } from './sharing-badge';
import { SkipLink } from './skip-link';

export interface AppShellProps {
  /** The places this person's role may go, in order. */
  items: NavItem[];
  person: Person;
  theme: Theme;
  signOut: () => Promise<void>;
  accountHref: string;
  /** Usually a SearchBox. */
  search?: ReactNode;
  homeHref?: string;
  children: ReactNode;
}

const BAR_PLACES = 4;

/** The frame of every signed-in page: a rail of 216 px, of 56 px on a tablet, a bar at the bottom of a phone. */
export function AppShell({
  items,
  person,
  theme,
  signOut,
  accountHref,
  search,
  homeHref = '/',
  children,
}: AppShellProps) {
  return (
    <div className="sm:grid sm:grid-cols-[auto_minmax(0,1fr)] print:block">
      <SkipLink />
      <aside className="z-30 flex border-line bg-canvas max-sm:items-center max-sm:justify-between max-sm:border-b max-sm:px-3 sm:sticky sm:top-0 sm:h-dvh sm:w-14 sm:flex-col sm:gap-2 sm:border-r sm:p-2 lg:w-54 print:hidden">
        <Link
          href={homeHref}
          className="flex items-center gap-2.5 rounded-md font-semibold tracking-tight max-sm:h-12 sm:size-10 sm:justify-center lg:h-10 lg:w-full lg:justify-start lg:px-2"
        >
          <BrandMark className="size-6 flex-none" />
          <span className="sm:max-lg:sr-only">Jed Board</span>
        </Link>
        {search}
        <div className="z-30 flex gap-1 border-line bg-canvas max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:px-2 max-sm:pt-1 max-sm:pb-[calc(0.25rem+env(safe-area-inset-bottom))] sm:min-h-0 sm:flex-1 sm:flex-col sm:justify-between">
          <nav aria-label="Main" className="max-sm:flex-4 sm:min-h-0 sm:overflow-y-auto">
            <ul className="grid gap-0.5 max-sm:auto-cols-fr max-sm:grid-flow-col max-sm:gap-1">
              {items.map((item, index) => (
                <li key={item.href} className={classNames(index >= BAR_PLACES && 'max-sm:hidden')}>
                  <NavLink item={item} as="rail" />
                </li>
              ))}
            </ul>
          </nav>
          <PersonMenu
            person={person}
            theme={theme}
            accountHref={accountHref}
            signOut={signOut}
            moreItems={items.slice(BAR_PLACES)}
          />
        </div>
      </aside>
      <main
        id="main"
        tabIndex={-1}
        className="w-full min-w-0 max-w-[100rem] px-4 pt-4 pb-24 outline-none sm:px-6 sm:pt-5 sm:pb-12 lg:px-8 print:p-0"
      >
        {children}
      </main>
      <SharingBadge />
    </div>
  );
}
