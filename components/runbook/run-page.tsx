import { KeepOffline } from '@/components/offline/keep-offline';
import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import { handOverReportStepId } from '@/lib/catalogue/mirror-runs';
import { runbookTitle } from '@/lib/clients/run-kind';
import type { RunChange } from '@/lib/runbook/run-change';
import type { RunView, StepView } from '@/lib/runbook/run-view';
import { ClosePanel } from './close-panel';
import { HerePanel } from './here-panel';
import { HoldDialogProvider } from './hold-dialog';
import { InstallReportHere } from './install-report-here';
import { LiveAnnouncer } from './live-announcer';
import { liveBase } from './live-base';
import { LiveRunProvider } from './live-run';
import { OffboardHere } from './offboard-here';
import { OfflineActsProvider } from './offline-acts';
import { OpenStepsProvider } from './open-steps';
import { PhaseIndex } from './phase-index';
import type { RunActions } from './run-actions';
import { RunHead } from './run-head';
import { RunNotices } from './run-notices';
import { RunWatch } from './run-watch';
import { RunZone } from './run-zone';
import { StepBody } from './step-body';
import { stepFacts } from './step-facts';
import { StepFrame } from './step-frame';
import { StepSummary } from './step-summary';

interface RunPageProps {
  run: RunView;
  viewerId: string;
  /** What was done with the run's secrets last, oldest first. */
  secrets: readonly RunChange[];
  actions: RunActions;
  phaseNames: Readonly<Record<string, string>>;
  silenceMinutes: number;
  /** What the person's role allows. */
  mayWork: boolean;
  mayWaive: boolean;
  nowMillis: number;
  /** Whether browsers may keep the page for when the network is gone. */
  keptOffline: boolean;
}

/** The live runbook: phases, steps, and what is here. */
export function RunPage(props: RunPageProps) {
  const { run, actions, phaseNames, mayWork, viewerId, secrets } = props;
  const over = run.closedAt !== null || run.newerRunbookId !== null || run.client.gone || run.outdated;
  const working = mayWork && !over;
  return (
    <>
      <PrintHeader
        title={`${run.client.name} · ${run.machine.name}`}
        facts={
          <>
            {runbookTitle(run)} · {run.progress.settled} of {run.progress.total} steps ·{' '}
            <Time at={new Date(props.nowMillis)} as="full" />
          </>
        }
      />
      <LiveRunProvider
        runbookId={run.runbookId}
        base={liveBase(run, viewerId, secrets)}
        open={run.closedAt === null && run.newerRunbookId === null}
      >
        <OpenStepsProvider>
          <RunHead {...props} />
          <div className="gap-8 xl:grid xl:grid-cols-[13rem_minmax(0,1fr)_17rem] xl:items-start">
            <RunZone id="run-index" label="Phases" as="drawer">
              <PhaseIndex phaseNames={phaseNames} finds={finds(run)} />
            </RunZone>
            <div id="steps" className="mx-auto w-full min-w-0 max-w-3xl">
              <div className="mb-4 empty:hidden print:hidden">
                <RunNotices run={run} actions={actions} mayWork={mayWork} />
              </div>
              <OfflineActsProvider actions={actions} personId={viewerId}>
                <HoldDialogProvider>
                  <Steps {...props} working={working} over={over} />
                </HoldDialogProvider>
                {working && (
                  <ClosePanel
                    runbookId={run.runbookId}
                    kind={run.kind}
                    machineName={run.machine.name}
                    actId={crypto.randomUUID()}
                  />
                )}
              </OfflineActsProvider>
            </div>
            <RunZone id="run-here" label="Here" as="sheet">
              <HerePanel run={run} />
            </RunZone>
          </div>
        </OpenStepsProvider>
        <LiveAnnouncer />
        <KeepOffline
          path={`/runbooks/${run.runbookId}`}
          personId={viewerId}
          title={`${run.client.name} · ${run.machine.name}`}
          madeAt={props.nowMillis}
          registers={props.keptOffline}
        />
        {working && run.startedAt !== null && <RunWatch runbookId={run.runbookId} resume={actions.resume} />}
      </LiveRunProvider>
    </>
  );
}

/** What each step is found by beside its title. */
function finds({ steps }: RunView): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ stepId, content, slots }) => [
      stepId,
      [content.componentName, ...slots.map(({ key }) => key)].join(' '),
    ]),
  );
}

/** A closed run takes what is marked as added afterwards. */
function takenBy(run: RunView, over: boolean): 'all' | 'addenda' | 'nothing' {
  if (!over) return 'all';
  return run.closedAt !== null && run.newerRunbookId === null && !run.client.gone ? 'addenda' : 'nothing';
}

interface StepsProps extends RunPageProps {
  working: boolean;
  over: boolean;
}

function Steps({ run, actions, phaseNames, working, over, mayWaive, mayWork }: StepsProps) {
  return run.progress.phases.map(({ phase }) => (
    <section key={phase} aria-labelledby={`phase-${phase}`} className="mb-6">
      <h2 id={`phase-${phase}`} className="px-3 pb-1.5 font-semibold text-14 text-ink-muted sm:px-4">
        {phaseNames[phase]}
      </h2>
      <ol className="grid gap-0.5">
        {run.steps
          .filter((step) => step.phase === phase)
          .map((step) => (
            <StepFrame
              key={step.stepId}
              stepId={step.stepId}
              summary={<StepSummary stepId={step.stepId} facts={stepFacts(step)} />}
            >
              <StepBody
                runbookId={run.runbookId}
                step={step}
                actions={actions}
                working={working}
                over={over}
                waives={mayWaive}
                evidence={{ mayWork, takes: takenBy(run, over) }}
                aside={<StepAside run={run} step={step} working={working} />}
              />
            </StepFrame>
          ))}
      </ol>
    </section>
  ));
}

/** What belongs to a step of a hand-over or an offboarding beyond its own words. */
function StepAside({ run, step, working }: { run: RunView; step: StepView; working: boolean }) {
  if (step.content.offboards) return <OffboardHere client={run.client} working={working} />;
  if (step.stepId !== handOverReportStepId || run.installedByRunId === null) return null;
  return <InstallReportHere runbookId={run.installedByRunId} />;
}
