'use client';

import { createContext, type ReactNode, use } from 'react';
import type { PasskeyAsking } from '@/components/auth/passkey-ceremony';

/** What pages of one browser say to each other when their person proved themselves anew. */
export const PROVED_CHANNEL = 'proved';

export interface ProofWays {
  /** There is a password to enter. */
  password: boolean;
  /** The sign-in provider's name, for whoever has an account linked there. */
  issuer: string | null;
  /** What asks one of their passkeys, for whoever has one. */
  passkey: PasskeyAsking<undefined> | null;
}

const Ways = createContext<ProofWays>({ password: true, issuer: null, passkey: null });

/** Says once, for every page below, how the person who is signed in can prove it. */
export function ProofWaysProvider({ ways, children }: { ways: ProofWays; children: ReactNode }) {
  return <Ways value={ways}>{children}</Ways>;
}

export function useProofWays(): ProofWays {
  return use(Ways);
}
