'use client';

import { useEffect, useState } from 'react';
import type { LiveStep } from '@/lib/runbook/live-run';
import { useLiveStep } from './live-step';

/** Nobody has seen a change that came less than this ago, least of all whose finger was on its way. */
const SEEN_MILLIS = 1_500;

/**
 * A step as it is now, with the revision that an act on it may be sent with. What somebody else does becomes part of
 * that only after a moment: a press that was meant for the step as it was is then refused, and says who was first,
 * instead of landing on what has just appeared under the finger.
 */
export function useSeenStep(): { step: LiveStep; seenRevision: number } {
  const step = useLiveStep();
  const [seen, setSeen] = useState(step.revision);
  const { revision, mine } = step;
  if (mine && seen !== revision) setSeen(revision);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(revision), SEEN_MILLIS);
    return () => clearTimeout(timer);
  }, [revision]);
  return { step, seenRevision: mine ? revision : seen };
}
