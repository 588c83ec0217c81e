import { ProgressBar } from '@/components/ui/progress-bar';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { RunSummary } from '@/lib/runbook/run-view';

const columns: Column<RunSummary>[] = [
  {
    key: 'run',
    head: 'Client and machine',
    primary: true,
    cell: (run) => (
      <>
        <TextLink href={`/runbooks/${run.runbookId}`}>{run.clientName}</TextLink>
        <span className="block text-13 text-ink-muted">
          <span className="font-mono">{run.machineName}</span> · v{run.number}
        </span>
      </>
    ),
  },
  {
    key: 'progress',
    head: 'Progress',
    className: 'sm:w-64',
    cell: (run) => (
      <ProgressBar
        value={run.settled}
        max={run.total}
        label={`Steps done for ${run.clientName}`}
        tone={run.closedAt !== null ? 'ok' : run.held > 0 ? 'warn' : 'accent'}
      />
    ),
  },
  {
    key: 'now',
    head: 'Now',
    cell: (run) => (
      <>
        {run.currentTitle ?? 'Everything is settled'}{' '}
        {run.held > 0 && (
          <StateWord state="blocked" className="sm:ml-3">
            {run.held} held up
          </StateWord>
        )}
      </>
    ),
  },
  {
    key: 'last',
    head: 'Last act',
    cell: (run) =>
      run.lastAt === null ? (
        <span className="text-ink-muted">none yet</span>
      ) : (
        <>
          {run.lastBy}, <Time at={run.lastAt} />
        </>
      ),
  },
  {
    key: 'since',
    head: 'Since',
    cell: (run) => {
      const at = run.closedAt ?? run.startedAt;
      return at === null ? <span className="text-ink-muted">not begun</span> : <Time at={at} />;
    },
  },
];

/** Runs with how far they are, who was at it last, and since when. */
export function RunTable({ runs, caption }: { runs: RunSummary[]; caption: string }) {
  return <Table caption={caption} columns={columns} rows={runs} rowKey={(run) => run.runbookId} />;
}
