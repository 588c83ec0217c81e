import { formatDuration } from '@/components/ui/duration';
import { PrivateText } from '@/components/ui/private-text';
import { PrivateWords } from '@/components/ui/private-words';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { InstalledLine, ReportView } from '@/lib/runbook/report-view';
import type { StepView } from '@/lib/runbook/run-view';
import { evidenceWords } from './evidence-words';

const NONE = <span className="text-ink-muted">–</span>;

/** What is on the machine since: component, version, how that is known, and by whom. */
export function InstalledTable({ lines, closed }: { lines: readonly InstalledLine[]; closed: boolean }) {
  if (lines.length === 0) return null;
  return (
    <Table
      caption={closed ? 'Installed' : 'Components so far'}
      showCaption
      rows={lines}
      rowKey={(line) => line.componentName}
      columns={[
        { key: 'component', head: 'Component', primary: true, cell: (line) => line.componentName },
        {
          key: 'version',
          head: 'Version',
          cell: (line) => <span className="break-all font-mono text-12">{line.version}</span>,
        },
        { key: 'how', head: 'Steps verified', cell: (line) => line.verifiedHow },
        { key: 'by', head: 'By', cell: (line) => <PrivateText>{line.verifiedBy}</PrivateText> },
      ]}
    />
  );
}

/** Required steps that an admin let go, with the reason. */
export function WaiverList({ steps }: { steps: readonly StepView[] }) {
  if (steps.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold text-14">Waived</h2>
      <ul className="grid gap-1 text-13">
        {steps.map((step) => (
          <li key={step.stepId} className="break-avoid">
            {step.position}. {step.content.title}: <bdi>{step.reason}</bdi>
            {step.deed && (
              <span className="text-ink-muted">
                {' · '}
                <PrivateText>{step.deed.by}</PrivateText>, <Time at={step.deed.at} as="stamp" />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StepTableProps {
  caption: string;
  steps: readonly StepView[];
  minutes: ReadonlyMap<string, number>;
}

/** The steps of a phase: where each stands, how that is known, and how long it took. */
export function StepTable({ caption, steps, minutes }: StepTableProps) {
  const columns: Column<StepView>[] = [
    {
      key: 'step',
      head: 'Step',
      primary: true,
      className: 'sm:w-64 print:w-44',
      cell: (step) => `${step.position}. ${step.content.title}`,
    },
    { key: 'state', head: 'State', cell: (step) => <StateWord state={step.state} /> },
    { key: 'how', head: 'Verified', cell: verifiedWords },
    {
      key: 'who',
      head: 'By, when',
      cell: (step) =>
        step.deed === null ? (
          NONE
        ) : (
          <>
            <PrivateText>{step.deed.by}</PrivateText>, <Time at={step.deed.at} as="stamp" />
            {step.carriedFrom !== undefined && `, in v${step.carriedFrom}`}
          </>
        ),
    },
    { key: 'time', head: 'Time', numeric: true, cell: (step) => timeWords(step, minutes.get(step.stepId)) },
    {
      key: 'words',
      head: 'Reason, evidence, notes',
      className: 'print:w-44',
      cell: (step) => <Words step={step} />,
    },
  ];
  return (
    <Table caption={caption} showCaption rows={steps} rowKey={(step) => step.stepId} columns={columns} />
  );
}

function verifiedWords(step: StepView) {
  if (step.verified === null) return NONE;
  const how = step.verified === 'matched' ? 'output matched' : 'confirmed';
  return step.version === null ? how : `${how}, version ${step.version}`;
}

/** What it took and what was expected; only the latter while nobody was at it. */
function timeWords(step: StepView, minutes: number | undefined) {
  const estimate = `${step.content.estimateMinutes} min`;
  return (
    <span className="tabular-nums">
      {minutes !== undefined && <span className="whitespace-nowrap">{formatDuration(minutes)}</span>}{' '}
      <span className="whitespace-nowrap text-ink-muted">
        {minutes === undefined ? 'about' : 'of'} {estimate}
      </span>
    </span>
  );
}

function Words({ step }: { step: StepView }) {
  const { reason, notes } = step;
  const evidence = evidenceWords(step);
  const all = [
    ...(reason === null ? [] : [reason]),
    ...(evidence === null ? [] : [evidence]),
    ...notes.map((note) => `${note.addendum ? 'Added after closing, ' : ''}${note.by}: ${note.text}`),
  ];
  if (all.length === 0) return NONE;
  return (
    <ul className="grid gap-1">
      {all.map((text) => (
        <li key={text} className="whitespace-pre-wrap wrap-anywhere">
          <PrivateWords text={text} />
        </li>
      ))}
    </ul>
  );
}

/** Who worked on it, how many steps are settled by their hand, and how long they were at it. */
export function PeopleTable({ people }: { people: ReportView['people'] }) {
  if (people.length === 0) return null;
  return (
    <Table
      caption="Who worked on it"
      showCaption
      rows={people}
      rowKey={(person) => person.id}
      columns={[
        {
          key: 'name',
          head: 'Person',
          primary: true,
          cell: (person) => <PrivateText>{person.name}</PrivateText>,
        },
        { key: 'steps', head: 'Steps settled', numeric: true, cell: (person) => person.steps },
        { key: 'time', head: 'Time', numeric: true, cell: (person) => formatDuration(person.workedMinutes) },
      ]}
    />
  );
}
