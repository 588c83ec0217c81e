'use client';

import { PrivateText } from '@/components/ui/private-text';
import { PrivateWords } from '@/components/ui/private-words';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { useWaitingHere } from './live-run';
import { useLivePlace } from './live-step';

interface StepSummaryProps {
  stepId: string;
  /** Where, how long, and whether it has to be. */
  facts: string;
}

/** The one line of a step: number, title, where, how long, and where it stands now. */
export function StepSummary({ stepId, facts }: StepSummaryProps) {
  const { step, current } = useLivePlace();
  const { content, state, deed } = step;
  const held = state === 'blocked' || state === 'failed' ? step.reason : null;
  return (
    <span className="flex min-w-0 flex-1 items-baseline gap-3">
      <span className="w-6 flex-none text-right text-13 text-ink-muted tabular-nums">{step.position}</span>
      <span className="min-w-0 flex-1 sm:flex sm:flex-wrap sm:items-baseline sm:justify-between sm:gap-x-4">
        <span className="block min-w-0 flex-auto font-medium text-16 group-open/step:font-semibold sm:basis-56">
          {content.title}
        </span>
        <span className="flex flex-wrap items-baseline gap-x-3 text-13 text-ink-muted">
          <span className={state === 'todo' ? undefined : 'hidden group-open/step:inline print:inline'}>
            {facts}
          </span>
          {state === 'todo' ? (
            current && <StateWord state="current" />
          ) : (
            <StateWord state={state}>
              {STATE_WORDS[state]}
              {deed && (
                <span className="text-ink-muted">
                  {' · '}
                  <PrivateText>{deed.by}</PrivateText>, <Time at={deed.at} />
                  {step.carriedFrom !== undefined && `, in v${step.carriedFrom}`}
                </span>
              )}
            </StateWord>
          )}
          <Waits stepId={stepId} />
        </span>
        {held && (
          <span className="line-clamp-2 basis-full text-14 text-ink group-open/step:hidden print:hidden">
            <PrivateWords text={held} />
          </span>
        )}
      </span>
    </span>
  );
}

/** What this person did here without a network, and what became of it. */
function Waits({ stepId }: { stepId: string }) {
  const own = useWaitingHere().filter((act) => act.stepId === stepId);
  if (own.length === 0) return null;
  const refused = own.some(({ refusal }) => refusal !== undefined);
  return (
    <span className={refused ? 'text-bad' : 'text-warn'}>
      {refused ? 'yours was not recorded' : 'waits for the network'}
    </span>
  );
}

const STATE_WORDS = {
  claimed: 'claimed',
  done: 'done',
  failed: 'failed',
  blocked: 'blocked',
  skipped: 'skipped',
  waived: 'waived',
} as const;
