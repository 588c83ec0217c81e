'use client';

import { classNames } from '@/components/ui/class-names';
import { useLiveRun } from './live-run';
import { RunClock } from './run-clock';
import { Watching } from './watching';

interface HeadProgressProps {
  phaseNames: Readonly<Record<string, string>>;
  /** Null while the run has not begun. */
  clock: { activeMinutes: number; estimateMinutes: number; running: boolean; nowMillis: number } | null;
  silenceMinutes: number;
}

/** How far the run is, as it happens: steps, time, phases, and who else is here. */
export function HeadProgress({ phaseNames, clock, silenceMinutes }: HeadProgressProps) {
  const { progress, steps, last } = useLiveRun();
  const { settled, total, phases, currentStepId } = progress;
  const current = steps.find((step) => step.stepId === currentStepId);
  return (
    <>
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-6 text-13">
        <p className="tabular-nums">
          <span className="font-semibold text-14">
            {settled} of {total}
          </span>
          {clock !== null && (
            <>
              {' · '}
              <RunClock
                activeMinutes={clock.activeMinutes}
                estimateMinutes={clock.estimateMinutes}
                lastAt={clock.running && last !== null ? last.at.toISOString() : null}
                silenceMinutes={silenceMinutes}
                nowMillis={clock.nowMillis}
              />
            </>
          )}
        </p>
        {current && (
          <p className="min-w-0 flex-1 basis-40 truncate text-right text-ink-muted max-sm:hidden">
            {phaseNames[current.phase]}: {current.content.title}
          </p>
        )}
        <Watching />
      </div>
      <ol className="grid auto-cols-fr grid-flow-col gap-1.5" aria-label="Progress by phase">
        {phases.map(({ phase, settled: done, total: all }) => (
          <li key={phase} className="grid gap-1">
            <progress
              className={classNames('progress-bar', done === all && 'text-ok')}
              value={done}
              max={all}
              aria-label={`${phaseNames[phase]}: ${done} of ${all} steps`}
            />
            <span
              aria-hidden="true"
              className={classNames(
                'truncate text-12 max-sm:hidden',
                phase === current?.phase ? 'font-medium text-ink' : 'text-ink-muted',
              )}
            >
              {phaseNames[phase]} {done}/{all}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
