import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import type { RunView } from '@/lib/runbook/run-view';
import { HerePanel } from './here-panel';
import { HoldDialogProvider } from './hold-dialog';
import { InstalledPanel } from './installed-panel';
import { OpenStepsProvider } from './open-steps';
import { PhaseIndex } from './phase-index';
import type { RunActions } from './run-actions';
import { RunActionsProvider } from './run-actions-context';
import { RunHead } from './run-head';
import { RunNotices } from './run-notices';
import { RunWatch } from './run-watch';
import { RunZone } from './run-zone';
import { StepBody } from './step-body';
import { StepFrame } from './step-frame';
import { StepSummary } from './step-summary';

interface RunPageProps {
  run: RunView;
  actions: RunActions;
  phaseNames: Readonly<Record<string, string>>;
  silenceMinutes: number;
  /** What the person's role allows. */
  mayWork: boolean;
  mayWaive: boolean;
  nowMillis: number;
}

/** The live runbook: phases, steps, and what is here. */
export function RunPage(props: RunPageProps) {
  const { run, actions, phaseNames, mayWork } = props;
  const over = run.closedAt !== null || run.newerRunbookId !== null || run.client.gone || run.outdated;
  const working = mayWork && !over;
  return (
    <>
      <PrintHeader
        title={`${run.client.name} · ${run.machine.name}`}
        facts={
          <>
            Runbook v{run.number} · {run.progress.settled} of {run.progress.total} steps ·{' '}
            <Time at={new Date(props.nowMillis)} as="full" />
          </>
        }
      />
      <OpenStepsProvider currentStepId={run.currentStepId}>
        <RunHead {...props} />
        <div className="gap-8 xl:grid xl:grid-cols-[13rem_minmax(0,1fr)_17rem] xl:items-start">
          <RunZone id="run-index" label="Phases" as="drawer">
            <PhaseIndex run={run} phaseNames={phaseNames} />
          </RunZone>
          <div className="mx-auto w-full min-w-0 max-w-3xl">
            <div className="mb-4 empty:hidden print:hidden">
              <RunNotices run={run} actions={actions} mayWork={mayWork} />
            </div>
            <RunActionsProvider actions={actions}>
              <HoldDialogProvider>
                <Steps {...props} working={working} over={over} />
              </HoldDialogProvider>
            </RunActionsProvider>
            {working && <InstalledPanel run={run} actions={actions} />}
          </div>
          <RunZone id="run-here" label="Here" as="sheet">
            <HerePanel run={run} />
          </RunZone>
        </div>
      </OpenStepsProvider>
      {working && run.startedAt !== null && (
        <RunWatch resume={actions.resume.bind(null, run.runbookId, crypto.randomUUID())} />
      )}
    </>
  );
}

interface StepsProps extends RunPageProps {
  working: boolean;
  over: boolean;
}

function Steps({ run, actions, phaseNames, working, over, mayWaive }: StepsProps) {
  return run.progress.phases.map(({ phase }) => (
    <section key={phase} aria-labelledby={`phase-${phase}`} className="mb-6">
      <h2 id={`phase-${phase}`} className="px-3 pb-1.5 font-semibold text-14 text-ink-muted sm:px-4">
        {phaseNames[phase]}
      </h2>
      <ol className="grid gap-0.5">
        {run.steps
          .filter((step) => step.phase === phase)
          .map((step) => {
            const current = step.stepId === run.currentStepId;
            const settled = step.state === 'done' || step.state === 'skipped' || step.state === 'waived';
            return (
              <StepFrame
                key={step.stepId}
                stepId={step.stepId}
                current={current}
                settled={settled}
                summary={<StepSummary step={step} current={current} />}
              >
                <StepBody
                  runbookId={run.runbookId}
                  step={step}
                  actions={actions}
                  working={working}
                  over={over}
                  waives={mayWaive}
                />
              </StepFrame>
            );
          })}
      </ol>
    </section>
  ));
}
