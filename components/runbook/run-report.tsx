import { formatDuration } from '@/components/ui/duration';
import { KeyValues } from '@/components/ui/key-values';
import { StateWord } from '@/components/ui/state-word';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { RunView, StepView } from '@/lib/runbook/run-view';

/** The run as a report: what was done, how it was verified, who did it when; no values, no references. */
export function RunReport({
  run,
  phaseNames,
}: {
  run: RunView;
  phaseNames: Readonly<Record<string, string>>;
}) {
  const matched = run.steps.filter((step) => step.verified === 'matched').length;
  const confirmed = run.steps.filter((step) => step.verified === 'confirmed').length;
  return (
    <div className="grid max-w-5xl gap-8">
      <KeyValues
        items={[
          { key: 'machine', label: 'Machine', value: run.machine.name, code: true },
          ...run.machine.facts
            .filter(({ value }) => value !== '')
            .map(({ label, value }) => ({ key: label, label, value, code: true })),
          { key: 'runbook', label: 'Runbook', value: `v${run.number}, catalogue v${run.catalogueVersion}` },
          {
            key: 'begun',
            label: 'Begun',
            value: run.startedAt === null ? 'not yet' : <Time at={run.startedAt} as="full" />,
          },
          {
            key: 'closed',
            label: 'Closed',
            value: run.closedAt === null ? 'not yet' : <Time at={run.closedAt} as="full" />,
          },
          {
            key: 'time',
            label: 'Time at work',
            value: `${formatDuration(run.activeMinutes)}, estimated ${formatDuration(run.estimateMinutes)}`,
          },
          {
            key: 'verified',
            label: 'Verified',
            value: `${matched} by output, ${confirmed} confirmed by a person`,
          },
        ]}
      />
      {run.progress.phases.map(({ phase }) => (
        <Table
          key={phase}
          caption={phaseNames[phase] ?? phase}
          showCaption
          rows={run.steps.filter((step) => step.phase === phase)}
          rowKey={(step) => step.stepId}
          columns={[
            {
              key: 'step',
              head: 'Step',
              primary: true,
              cell: (step) => `${step.position}. ${step.content.title}`,
            },
            { key: 'state', head: 'State', cell: (step) => <StateWord state={step.state} /> },
            { key: 'how', head: 'Verified', cell: verifiedWords },
            { key: 'who', head: 'By', cell: (step) => step.deed?.by ?? '–' },
            {
              key: 'when',
              head: 'When',
              cell: (step) => (step.deed === null ? '–' : <Time at={step.deed.at} />),
            },
            { key: 'words', head: 'Reason and notes', cell: (step) => <Words step={step} /> },
          ]}
        />
      ))}
      <section>
        <h2 className="mb-2 font-semibold text-14">Everything that happened</h2>
        <ol className="grid gap-1 text-13">
          {run.timeline.toReversed().map((entry) => (
            <li key={entry.seq} className="break-avoid">
              <Time at={entry.at} as="full" className="text-ink-muted" /> · {entry.by} {entry.words}
              {entry.position !== null && ` (step ${entry.position})`}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function verifiedWords(step: StepView): string {
  if (step.verified === null) return '–';
  const how = step.verified === 'matched' ? 'output matched' : 'confirmed';
  return step.version === null ? how : `${how}, version ${step.version}`;
}

function Words({ step }: { step: StepView }) {
  const notes = step.notes.map((note) => `${note.by}: ${note.text}`);
  const all = [...(step.reason === null ? [] : [step.reason]), ...notes];
  return all.length === 0 ? (
    '–'
  ) : (
    <ul className="grid gap-1">
      {all.map((text) => (
        <li key={text} className="whitespace-pre-wrap">
          {text}
        </li>
      ))}
    </ul>
  );
}
