import { ClipboardCheck, FileText, Info, ListChecks } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { LinkButton } from '@/components/ui/link-button';
import { BackLink } from '@/components/ui/page-head';
import type { RunView } from '@/lib/runbook/run-view';
import { RunClock } from './run-clock';

interface RunHeadProps {
  run: RunView;
  phaseNames: Readonly<Record<string, string>>;
  silenceMinutes: number;
  nowMillis: number;
}

const icon = { className: 'size-4', 'aria-hidden': true } as const;

/** The head that stays: whose run, how far, how long; and the drawers where there is no room for three zones. */
export function RunHead({ run, phaseNames, silenceMinutes, nowMillis }: RunHeadProps) {
  const { settled, total, phases } = run.progress;
  const current = run.steps.find((step) => step.stepId === run.currentStepId);
  return (
    <header className="sticky top-0 z-20 -mx-4 -mt-4 mb-5 grid gap-2 border-line border-b bg-canvas px-4 pt-2 max-sm:gap-1 pb-2.5 sm:-mx-6 sm:-mt-5 sm:px-6 lg:-mx-8 lg:px-8 print:hidden">
      <div className="flex items-center justify-between gap-x-4">
        <div className="flex min-w-0 items-baseline gap-x-3 max-sm:grid">
          <BackLink href={`/clients/${run.client.slug}`}>{run.client.name}</BackLink>
          <h1 className="truncate font-semibold text-16 tracking-tight">
            {run.machine.name}
            <span className="font-normal text-ink-muted max-sm:hidden"> · runbook v{run.number}</span>
          </h1>
        </div>
        <div className="flex flex-none items-center gap-2">
          <Button popoverTarget="run-index" icon={<ListChecks {...icon} />} className="xl:hidden">
            <span className="max-sm:sr-only">Phases</span>
          </Button>
          <Button popoverTarget="run-here" icon={<Info {...icon} />} className="xl:hidden">
            <span className="max-sm:sr-only">Here</span>
          </Button>
          {run.closedAt === null && (
            <LinkButton
              href={`/runbooks/${run.runbookId}/preflight`}
              icon={<ClipboardCheck {...icon} className="size-4 sm:hidden" />}
            >
              <span className="max-sm:sr-only">Preflight</span>
            </LinkButton>
          )}
          <LinkButton
            href={`/runbooks/${run.runbookId}/report`}
            icon={<FileText {...icon} className="size-4 sm:hidden" />}
          >
            <span className="max-sm:sr-only">Report</span>
          </LinkButton>
        </div>
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 text-13">
        <p className="tabular-nums">
          <span className="font-semibold text-14">
            {settled} of {total}
          </span>
          {run.startedAt !== null && (
            <>
              {' · '}
              <RunClock
                activeMinutes={run.activeMinutes}
                estimateMinutes={run.estimateMinutes}
                lastAt={run.closedAt === null && run.last !== null ? run.last.at.toISOString() : null}
                silenceMinutes={silenceMinutes}
                nowMillis={nowMillis}
              />
            </>
          )}
        </p>
        {current && (
          <p className="min-w-0 truncate text-ink-muted max-sm:hidden">
            {phaseNames[current.phase]}: {current.content.title}
          </p>
        )}
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
    </header>
  );
}
