'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { PrivateAddresses } from './private-addresses';

const PeopleContext = createContext<readonly string[]>([]);

/** The people whose names may stand in a sentence below. */
export function PeopleProvider({ names, children }: { names: readonly string[]; children: ReactNode }) {
  // A page that hears of every change would otherwise draw every sentence again with each of them.
  const known = names.join('\n');
  const people = useMemo(() => (known === '' ? [] : known.split('\n')), [known]);
  return <PeopleContext value={people}>{children}</PeopleContext>;
}

/** A sentence without its people, addresses and vault references while the screen is shared. */
export function PrivateWords({ text }: { text: string }) {
  return <PrivateAddresses text={text} names={useContext(PeopleContext)} />;
}
