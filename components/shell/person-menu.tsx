'use client';

import { CircleUser, LogOut } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import { SignOutQuestion } from '@/components/offline/sign-out-question';
import { useWaitingActs } from '@/components/offline/use-waiting-acts';
import { PrivateText } from '@/components/ui/private-text';
import type { Theme } from '@/components/ui/theme';
import type { NavItem } from './nav-item';
import { NavLink } from './nav-link';
import { ThemeChoice } from './theme-choice';

export interface Person {
  id: string;
  name: string;
  role: string;
}

export interface PersonMenuProps {
  person: Person;
  theme: Theme;
  accountHref: string;
  signOut: () => Promise<void>;
  /** Places that do not fit the phone's bar. */
  moreItems: NavItem[];
}

const row =
  'flex min-h-8 w-full items-center gap-2.5 rounded-md px-2.5 hover:bg-hover pointer-coarse:min-h-11';

/** Who is signed in, at the end of the rail; on a phone also the places that do not fit the bar. */
export function PersonMenu({ person, theme, accountHref, signOut, moreItems }: PersonMenuProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const pathname = usePathname();
  const acts = useWaitingActs(person.id);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (pathname) panel.current?.hidePopover();
  }, [pathname]);
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        title="You, the theme, signing out"
        className="flex items-center rounded-md text-left transition-colors hover:bg-hover max-sm:h-13 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:text-12 sm:size-10 sm:justify-center lg:h-11 lg:w-full lg:justify-start lg:gap-2.5 lg:px-2"
      >
        <span
          className="grid size-7 flex-none place-items-center rounded-full bg-accent-soft font-semibold text-12 text-accent max-sm:size-5 max-sm:text-[0.625rem]"
          aria-hidden="true"
        >
          <PrivateText instead="·">{initials(person.name)}</PrivateText>
        </span>
        <span className="text-ink-muted sm:hidden">More</span>
        <span className="min-w-0 max-lg:sr-only">
          <span className="block truncate text-13">
            <PrivateText instead="You">{person.name}</PrivateText>
          </span>
          <span className="block truncate text-12 text-ink-muted">{person.role}</span>
        </span>
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="open:appear fixed inset-auto bottom-3 left-3 w-64 rounded-md border-0 bg-raised p-2 text-ink shadow-float max-sm:inset-x-2 max-sm:bottom-[calc(4rem+env(safe-area-inset-bottom))] max-sm:w-auto sm:max-lg:left-16 lg:bottom-16"
      >
        {moreItems.length > 0 && (
          <ul className="mb-2 border-line border-b pb-2 sm:hidden">
            {moreItems.map((item) => (
              <li key={item.href}>
                <NavLink item={item} as="row" />
              </li>
            ))}
          </ul>
        )}
        <p className="px-2.5 py-1.5 lg:hidden">
          <span className="font-medium">
            <PrivateText instead="You">{person.name}</PrivateText>
          </span>{' '}
          <span className="text-ink-muted">{person.role}</span>
        </p>
        <div className="px-2.5">
          <ThemeChoice theme={theme} />
        </div>
        <Link href={accountHref} className={row}>
          <CircleUser className="size-4 text-ink-muted" aria-hidden="true" />
          Your account
        </Link>
        <form
          action={signOut}
          onSubmit={(event) => {
            if (acts.length === 0) return;
            event.preventDefault();
            panel.current?.hidePopover();
            setAsking(true);
          }}
          className="mt-1 border-line border-t pt-1"
        >
          <button type="submit" className={row}>
            <LogOut className="size-4 text-ink-muted" aria-hidden="true" />
            Sign out
          </button>
        </form>
      </div>
      <SignOutQuestion open={asking} onClose={() => setAsking(false)} acts={acts} signOut={signOut} />
    </>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.[0]?.toUpperCase() ?? '').join('');
}
