import { formatDuration } from '@/components/ui/duration';
import { KeyValues } from '@/components/ui/key-values';
import { PrivateText } from '@/components/ui/private-text';
import { PeopleProvider, PrivateWords } from '@/components/ui/private-words';
import { Time } from '@/components/ui/time';
import { RUN_KIND_NAMES } from '@/lib/clients/run-kind';
import type { ReportView } from '@/lib/runbook/report-view';
import { EvidenceList } from './evidence-list';
import { InstalledTable, PeopleTable, StepTable, WaiverList } from './run-report-tables';

interface RunReportProps {
  report: ReportView;
  phaseNames: Readonly<Record<string, string>>;
}

/** The run as a report: what was done, how it was verified, who did it when and how long; no values, no references. */
export function RunReport({ report, phaseNames }: RunReportProps) {
  const { run } = report;
  return (
    <PeopleProvider names={report.people.map(({ name }) => name)}>
      {/* A grid loses its gaps where a page breaks, and a heading would then lie on the line above it. */}
      <div className="grid max-w-5xl gap-8 print:block print:max-w-none print:space-y-5">
        <Facts report={report} />
        <InstalledTable lines={report.installed} closed={run.closedAt !== null} />
        <WaiverList steps={report.waived} />
        {run.progress.phases.map(({ phase }) => (
          <StepTable
            key={phase}
            caption={phaseNames[phase] ?? phase}
            steps={run.steps.filter((step) => step.phase === phase)}
            minutes={report.stepMinutes}
          />
        ))}
        <Images report={report} />
        <PeopleTable people={report.people} />
        <section>
          <h2 className="mb-2 font-semibold text-14">Everything that happened</h2>
          <ol className="grid gap-1 text-13 print:text-12">
            {run.timeline.toReversed().map((entry) => (
              <li key={entry.seq} className="break-avoid">
                <Time at={entry.at} as="full" className="text-ink-muted" /> ·{' '}
                <PrivateText>{entry.by}</PrivateText> <PrivateWords text={entry.words} />
                {entry.doneAt && (
                  <>
                    {' (done '}
                    <Time at={entry.doneAt} as="stamp" /> on the device, without a network)
                  </>
                )}
                {entry.position !== null && ` (step ${entry.position})`}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </PeopleProvider>
  );
}

/** What proves the steps, beside outputs and words. */
function Images({ report: { run } }: Pick<RunReportProps, 'report'>) {
  const steps = run.steps.filter(({ images }) => images.length > 0);
  if (steps.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold text-14">Images</h2>
      <ul className="grid gap-5">
        {steps.map((step) => (
          <li key={step.stepId} className="grid gap-2">
            <h3 className="text-13">
              {step.position}. {step.content.title}
            </h3>
            <EvidenceList runbookId={run.runbookId} step={step} large />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ report: { run, workedMinutes } }: Pick<RunReportProps, 'report'>) {
  const count = (how: string) => run.steps.filter((step) => step.verified === how).length;
  const moment = (at: Date | null) => (at === null ? 'not yet' : <Time at={at} as="full" />);
  return (
    <KeyValues
      items={[
        { key: 'machine', label: 'Machine', value: run.machine.name, code: true },
        ...run.machine.facts
          .filter(({ value }) => value !== '')
          .map(({ label, value }) => ({ key: label, label, value, code: true })),
        {
          key: 'runbook',
          label: 'Runbook',
          value: `${RUN_KIND_NAMES[run.kind]} v${run.number}, catalogue v${run.catalogueVersion}`,
        },
        { key: 'begun', label: 'Begun', value: moment(run.startedAt) },
        { key: 'closed', label: 'Closed', value: moment(run.closedAt) },
        {
          key: 'time',
          label: 'Time at work',
          value: `${formatDuration(workedMinutes)}, estimated ${formatDuration(run.estimateMinutes)}`,
        },
        {
          key: 'verified',
          label: 'Verified',
          value: `${count('matched')} by output, ${count('confirmed')} confirmed by a person`,
        },
      ]}
    />
  );
}
