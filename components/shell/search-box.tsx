'use client';

import { Search } from 'lucide-react';
import Link from 'next/link';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Kbd } from '@/components/ui/kbd';
import type { Place } from '@/lib/clients/places';

/** Fetched when it is first opened: most pages are read without it. */
const CommandPalette = lazy(() => import('./command-palette'));

export interface SearchBoxProps {
  /** The page that answers `?q=`. */
  href: string;
  /** What can be found, as the field's description: "clients, components, serials, slots". */
  finds?: string;
  /** The pages that the palette offers. */
  pages?: readonly Place[];
}

/** Search from anywhere: a field in the wide rail, a link to the search page elsewhere, and ⌘K for the palette. */
export function SearchBox({
  href,
  finds = 'clients, components, serials, slots',
  pages = [],
}: SearchBoxProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen(true);
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <search className="hidden lg:block">
        <form action={href} className="relative">
          <Search
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-muted"
            aria-hidden="true"
          />
          <input
            type="search"
            name="q"
            aria-label={`Search ${finds}`}
            placeholder="Search"
            autoComplete="off"
            spellCheck={false}
            className="h-8 w-full rounded-md border border-line bg-surface pr-11 pl-8 text-13 hover:border-line-strong"
          />
          <span className="pointer-events-none absolute top-1.5 right-2 text-ink-muted">
            <Kbd>⌘K</Kbd>
          </span>
        </form>
      </search>
      <Link
        href={href}
        title="Search"
        className="grid size-10 place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink max-sm:size-11 lg:hidden"
      >
        <Search className="size-[1.125rem]" aria-hidden="true" />
        <span className="sr-only">Search</span>
      </Link>
      {open && (
        <Suspense>
          <CommandPalette pages={pages} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
