import { Activity, BookOpen, LayoutGrid, ScrollText, Users } from 'lucide-react';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { signOutAction } from '@/app/(auth)/actions';
import { askForFreshPasskeyAction, freshenWithPasskeyAction } from '@/app/(board)/account/actions';
import { OwingFrame } from '@/components/auth/owing-frame';
import { ProofWaysProvider } from '@/components/auth/proof-ways';
import { AppShell } from '@/components/shell/app-shell';
import type { NavItem } from '@/components/shell/nav-item';
import { SearchBox } from '@/components/shell/search-box';
import { isTheme } from '@/components/ui/theme';
import type { Person } from '@/lib/auth/live-session';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { may } from '@/lib/auth/permissions';
import { currentPerson } from '@/lib/auth/session';
import type { Place } from '@/lib/clients/places';

const icon = { className: 'size-[1.125rem]', 'aria-hidden': true } as const;

const places: NavItem[] = [
  { href: '/', label: 'Board', icon: <LayoutGrid {...icon} />, also: ['/clients', '/wizard'] },
  { href: '/runbooks', label: 'Runs', icon: <Activity {...icon} /> },
  { href: '/audit', label: 'Audit', icon: <ScrollText {...icon} /> },
  { href: '/catalogue', label: 'Catalogue', icon: <BookOpen {...icon} /> },
];
const people: NavItem = { href: '/people', label: 'People', icon: <Users {...icon} /> };

/** The signed-in frame. Who is not signed in gets none of it: the page itself sends them to sign in and back. */
export default async function BoardLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (person === null) return <main id="main">{children}</main>;
  if (person.owesSecondFactor) return <OwingFrame signOut={signOutAction}>{children}</OwingFrame>;
  const theme = (await cookies()).get('theme')?.value;
  const ways = {
    password: person.hasPassword,
    issuer: person.isLinked ? (openIdSettings()?.name ?? null) : null,
    passkey: person.hasPasskey ? { ask: askForFreshPasskeyAction, finish: freshenWithPasskeyAction } : null,
  };
  return (
    <AppShell
      items={placesFor(person)}
      person={person}
      theme={isTheme(theme) ? theme : 'system'}
      signOut={signOutAction}
      accountHref="/account"
      search={<SearchBox href="/" pages={palettePages(person)} />}
    >
      <ProofWaysProvider ways={ways}>{children}</ProofWaysProvider>
    </AppShell>
  );
}

function placesFor(person: Person): NavItem[] {
  return may(person, 'people.manage') ? [...places, people] : places;
}

/** The rail's pages, those below them and the account, for the palette, which takes no icons. */
function palettePages(person: Person): Place[] {
  const page = (label: string, href: string): Place => ({ kind: 'page', label, detail: 'Page', href });
  return [
    ...placesFor(person).map(({ label, href }) => page(label, href)),
    page('Statistics of runs', '/runbooks/statistics'),
    ...(may(person, 'catalogue.manage') ? [page('Versions of the catalogue', '/catalogue/versions')] : []),
    ...(may(person, 'wizard.use') ? [page('New client', '/wizard')] : []),
    page('Your account', '/account'),
  ];
}
