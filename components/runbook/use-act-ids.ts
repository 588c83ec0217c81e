'use client';

import { useState } from 'react';
import { randomId } from './random-id';

/**
 * An id for each form of a step. Those from the server serve as long as the step is what the server made them for;
 * once it has moved on, an act is another one, and must not be taken for one that is recorded already.
 */
export function useActIds(given: readonly string[], revision: number): readonly string[] {
  const [kept, setKept] = useState({ given, revision, ids: given });
  if (kept.given !== given) {
    const fresh = { given, revision, ids: given };
    setKept(fresh);
    return fresh.ids;
  }
  if (kept.revision !== revision) {
    const fresh = { given, revision, ids: given.map(randomId) };
    setKept(fresh);
    return fresh.ids;
  }
  return kept.ids;
}
