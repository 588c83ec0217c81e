'use client';

import { useEffect } from 'react';
import { forgetEverything, forgetPages } from './kept-here';

/**
 * Takes away what this browser keeps of runs, where nobody is signed in any more: the pages whenever a session ended,
 * and after a sign-out also what waits for the network.
 */
export function ForgetHere({ everything }: { everything: boolean }) {
  useEffect(() => {
    void (everything ? forgetEverything() : forgetPages());
  }, [everything]);
  return null;
}
