'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { privateParts } from './private-parts';
import { PrivateText } from './private-text';

const PeopleContext = createContext<readonly string[]>([]);

/** The people whose names may stand in a sentence below. */
export function PeopleProvider({ names, children }: { names: readonly string[]; children: ReactNode }) {
  return <PeopleContext value={names}>{children}</PeopleContext>;
}

/** A sentence without its people, addresses and vault references while the screen is shared. */
export function PrivateWords({ text }: { text: string }) {
  const names = useContext(PeopleContext);
  const parts = privateParts(text, names);
  if (parts.every(({ instead }) => instead === null)) return text;
  return parts.map(({ text: part, instead }, index) => {
    const key = `${index}:${part}`;
    return instead === null ? (
      <span key={key}>{part}</span>
    ) : (
      <PrivateText key={key} instead={instead}>
        {part}
      </PrivateText>
    );
  });
}
