import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { RUN_KIND_NAMES, type RunKind } from '@/lib/clients/run-kind';

export interface RunRow {
  id: string;
  kind: RunKind;
  number: number;
  machineName: string;
  composedAt: Date;
  startedAt: Date | null;
  closedAt: Date | null;
  supersededAt: Date | null;
  /** Closed before it was finished. */
  endedEarly: boolean;
}

const none = <span className="text-ink-muted">not yet</span>;

const columns: Column<RunRow>[] = [
  {
    key: 'run',
    head: 'Runbook',
    primary: true,
    cell: (run) => (
      <TextLink href={`/runbooks/${run.id}`}>
        {RUN_KIND_NAMES[run.kind]} v{run.number}
      </TextLink>
    ),
  },
  {
    key: 'machine',
    head: 'Machine',
    cell: (run) => <span className="break-all font-mono text-12">{run.machineName}</span>,
  },
  { key: 'state', head: 'State', cell: (run) => <RunState run={run} /> },
  { key: 'made', head: 'Made', cell: (run) => <Time at={run.composedAt} /> },
  { key: 'started', head: 'Started', cell: (run) => (run.startedAt ? <Time at={run.startedAt} /> : none) },
  { key: 'closed', head: 'Finished', cell: (run) => (run.closedAt ? <Time at={run.closedAt} /> : none) },
  {
    key: 'papers',
    head: 'Papers',
    cell: (run) => (
      <span className="flex flex-wrap gap-x-4">
        {run.kind === 'install' && run.closedAt === null && run.supersededAt === null && (
          <TextLink href={`/runbooks/${run.id}/preflight`}>Preflight</TextLink>
        )}
        {run.startedAt !== null && <TextLink href={`/runbooks/${run.id}/report`}>Read the report</TextLink>}
      </span>
    ),
  },
];

/** Every runbook made for a client, the newest first. */
export function RunTable({ runs }: { runs: RunRow[] }) {
  return <Table caption="Runs" columns={columns} rows={runs} rowKey={(run) => run.id} />;
}

function RunState({ run }: { run: RunRow }) {
  if (run.endedEarly) return <StateWord state="skipped">ended early</StateWord>;
  if (run.closedAt !== null) return <StateWord state="done">finished</StateWord>;
  if (run.supersededAt !== null) return <StateWord state="skipped">replaced</StateWord>;
  if (run.startedAt !== null) return <StateWord state="current">running</StateWord>;
  return <StateWord state="todo">not started</StateWord>;
}
