'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type State, StateWord } from '@/components/ui/state-word';
import type { LiveStep } from '@/lib/runbook/live-run';
import { useLiveRun } from './live-run';

interface PhaseIndexProps {
  phaseNames: Readonly<Record<string, string>>;
}

/** The way through the run: phases with how far they are, folded once they are behind, and their steps as links. */
export function PhaseIndex({ phaseNames }: PhaseIndexProps) {
  const { steps, progress } = useLiveRun();
  const { currentStepId } = progress;
  const phaseAt = steps.find((step) => step.stepId === currentStepId)?.phase;
  // What was behind when the page came is folded; nothing folds under the reader's hand.
  const [unfolded] = useState(() =>
    progress.phases
      .filter(({ phase, settled, total }) => settled < total || phase === phaseAt)
      .map(({ phase }) => phase),
  );
  return (
    <nav aria-label="Phases" className="grid gap-2 text-13">
      {progress.phases.map(({ phase, settled, total }) => (
        <details key={phase} open={unfolded.includes(phase)} className="group/phase">
          <summary className="flex min-h-8 cursor-pointer list-none items-center gap-2 rounded-md px-2 font-semibold hover:bg-hover pointer-coarse:min-h-11">
            {settled === total && <StateWord state="done" iconOnly />}
            <h2 className="min-w-0 flex-1">{phaseNames[phase]}</h2>
            <span className="font-normal text-ink-muted tabular-nums">
              {settled === total ? total : `${settled}/${total}`}
            </span>
            <ChevronRight
              className="size-4 flex-none text-ink-muted transition-transform group-open/phase:rotate-90"
              aria-hidden="true"
            />
          </summary>
          <ol>
            {steps
              .filter((step) => step.phase === phase)
              .map((step) => (
                <IndexLine key={step.stepId} step={step} current={step.stepId === currentStepId} />
              ))}
          </ol>
        </details>
      ))}
    </nav>
  );
}

function IndexLine({ step, current }: { step: LiveStep; current: boolean }) {
  const state: State = current && step.state === 'todo' ? 'current' : step.state;
  const plain = step.state === 'done' || step.state === 'skipped' || step.state === 'waived';
  return (
    <li>
      <a
        href={`#step-${step.stepId}`}
        aria-current={current ? 'step' : undefined}
        className={classNames(
          'flex min-h-8 items-start gap-2 rounded-md px-2 py-1.5 hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:py-3',
          current && 'bg-accent-soft font-medium',
          plain && !current && 'text-ink-muted',
        )}
      >
        <StateWord state={state} iconOnly className="mt-px" />
        <span className="min-w-0">{step.content.title}</span>
      </a>
    </li>
  );
}
