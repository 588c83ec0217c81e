'use client';

import { ChevronRight } from 'lucide-react';
import { memo, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type State, StateWord } from '@/components/ui/state-word';
import { fitsWords } from '@/lib/clients/places';
import type { LiveStep } from '@/lib/runbook/live-run';
import { FindStep } from './find-step';
import { useLiveRun } from './live-run';
import { useOpenSteps } from './open-steps';

interface PhaseIndexProps {
  phaseNames: Readonly<Record<string, string>>;
  /** What a step is found by beside its title, by its id: its component and its slots. */
  finds: Readonly<Record<string, string>>;
}

/** The way through the run: phases with how far they are, folded once they are behind, and their steps as links. */
export function PhaseIndex({ phaseNames, finds }: PhaseIndexProps) {
  const { steps: all, progress } = useLiveRun();
  const { goTo } = useOpenSteps();
  const [text, setText] = useState('');
  const finding = text.trim() !== '';
  const steps = finding ? all.filter((step) => fitsStep(step, finds, text)) : all;
  const { currentStepId } = progress;
  const phaseAt = all.find((step) => step.stepId === currentStepId)?.phase;
  // What was behind when the page came is folded; nothing folds under the reader's hand.
  const [unfolded] = useState(() =>
    progress.phases
      .filter(({ phase, settled, total }) => settled < total || phase === phaseAt)
      .map(({ phase }) => phase),
  );
  function goToFirst() {
    const [first] = steps;
    if (first === undefined) return;
    goTo(first.stepId);
    setText('');
  }
  return (
    <nav aria-label="Phases" className="grid gap-2 text-13">
      <FindStep text={text} onText={setText} onGo={goToFirst} />
      <p role="status" className="px-2 text-ink-muted empty:hidden">
        {finding && steps.length === 0 && 'No step of that name.'}
      </p>
      {phasesOf(progress.phases, steps).map(({ phase, settled, total }) => (
        <details
          key={`${phase}-${finding}`}
          open={finding || unfolded.includes(phase)}
          className="group/phase"
        >
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

type PhaseProgress = ReturnType<typeof useLiveRun>['progress']['phases'];

function phasesOf(phases: PhaseProgress, steps: readonly LiveStep[]): PhaseProgress {
  return phases.filter(({ phase }) => steps.some((step) => step.phase === phase));
}

function fitsStep({ stepId, position, content }: LiveStep, finds: PhaseIndexProps['finds'], text: string) {
  return fitsWords(`${position} ${content.title} ${finds[stepId] ?? ''}`, text);
}

const IndexLine = memo(function IndexLine({ step, current }: { step: LiveStep; current: boolean }) {
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
});
