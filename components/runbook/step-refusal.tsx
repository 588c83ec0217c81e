'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import { ErrorSummary } from '@/components/ui/error-summary';
import { PrivateWords } from '@/components/ui/private-words';
import type { Refusals } from './refusals';

const RefusalsContext = createContext<Refusals | null>(null);

export const RefusalsProvider = RefusalsContext.Provider;

const never = () => () => undefined;
const nothing = () => null;

/** Who was first on the step, and what to do about it, whichever buttons it has now. */
export function StepRefusal({ stepId }: { stepId: string }) {
  const refusals = useContext(RefusalsContext);
  const refusal = useSyncExternalStore(
    refusals?.subscribe ?? never,
    () => refusals?.of(stepId) ?? null,
    nothing,
  );
  if (refusal === null) return null;
  return (
    <div className="basis-full">
      <ErrorSummary key={refusal.attempt} errors={[]}>
        <p className="mt-1 max-w-prose">
          <PrivateWords text={refusal.message} />
        </p>
      </ErrorSummary>
    </div>
  );
}
