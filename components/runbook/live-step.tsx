'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { LiveStep } from '@/lib/runbook/live-run';
import type { Deed } from '@/lib/runbook/run-view';
import { useLiveRun } from './live-run';

interface LivePlace {
  step: LiveStep;
  /** Whether the run goes on with it. */
  current: boolean;
  /** What anybody did last in the run; for the step that it goes on with, else null. */
  last: Deed | null;
}

const PlaceContext = createContext<LivePlace | null>(null);

/** Tells what is below of one step, and only of that: what happens elsewhere in the run draws nothing of it anew. */
export function LiveStepProvider({ stepId, children }: { stepId: string; children: ReactNode }) {
  const run = useLiveRun();
  const step = run.step.get(stepId);
  const current = run.progress.currentStepId === stepId;
  const last = current ? run.last : null;
  const place = useMemo(() => (step === undefined ? null : { step, current, last }), [step, current, last]);
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

/** The step that this part of the page belongs to, as it is now. */
export function useLiveStep(): LiveStep {
  return useLivePlace().step;
}

/** The same with its place in the run. */
export function useLivePlace(): LivePlace {
  const place = useContext(PlaceContext);
  if (place === null) throw new Error('This part belongs inside a step of the run.');
  return place;
}
