import { Users } from 'lucide-react';
import { PrivateText } from '@/components/ui/private-text';
import { ProgressBar } from '@/components/ui/progress-bar';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { runbookWords } from '@/lib/clients/run-kind';
import type { RunSummary } from '@/lib/runbook/run-view';

/** The names of those who have a run open now, by run. */
type Here = ReadonlyMap<string, readonly string[]>;

const columnsWith = (here: Here): Column<RunSummary>[] => [
  {
    key: 'run',
    head: 'Client and machine',
    primary: true,
    cell: (run) => (
      <>
        <TextLink href={`/runbooks/${run.runbookId}`} prefetch={false}>
          {run.clientName}
        </TextLink>
        <span className="block text-13 text-ink-muted">
          <span className="font-mono">{run.machineName}</span> ·{' '}
          {run.kind === 'install' ? `v${run.number}` : runbookWords(run)}
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
        <HereNow names={here.get(run.runbookId) ?? []} />
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
          <PrivateText>{run.lastBy}</PrivateText>, <Time at={run.lastAt} />
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

/** Runs with how far they are, who was at it last, and since when. A list that is read anew often fetches none ahead. */
export function RunTable({ runs, caption, here }: { runs: RunSummary[]; caption: string; here: Here }) {
  return <Table caption={caption} columns={columnsWith(here)} rows={runs} rowKey={(run) => run.runbookId} />;
}

const NAMED = 2;

function HereNow({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  const named = names.slice(0, NAMED).join(', ');
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return (
    <span className="flex items-center gap-1.5 text-13 text-ink-muted">
      <Users className="size-3.5 flex-none" aria-hidden="true" />
      <span>
        Open: <PrivateText>{named}</PrivateText>
        {more}
      </span>
    </span>
  );
}
