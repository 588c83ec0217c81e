import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { StepFigures } from '@/lib/runbook/statistics-figures';
import { shareWords } from './share-words';

const count = (key: 'failed' | 'blocked' | 'undone' | 'overran', head: string): Column<StepFigures> => ({
  key,
  head,
  numeric: true,
  cell: (row) =>
    row[key] === 0 ? <span className="text-ink-muted">0</span> : <Counted runs={row[key]} of={row.runs} />,
});

const columns: Column<StepFigures>[] = [
  {
    key: 'step',
    head: 'Step',
    primary: true,
    cell: (row) => (
      <>
        {row.origin === 'catalogue' ? (
          <TextLink href={`/catalogue/${row.componentId}#${row.stepId}`}>{row.title}</TextLink>
        ) : (
          row.title
        )}
        <span className="block text-13 text-ink-muted">
          {row.componentName}
          {row.origin === 'gone' && ', no longer in the catalogue'}
        </span>
      </>
    ),
  },
  { key: 'runs', head: 'Runs', numeric: true, cell: (row) => row.runs },
  count('failed', 'Failed in'),
  count('blocked', 'Blocked in'),
  count('undone', 'Undone in'),
  count('overran', 'Ran over in'),
];

/** The steps that make trouble, each with a way to where it is mended. */
export function StepStatistics({ steps }: { steps: readonly StepFigures[] }) {
  return (
    <Table caption="Steps that make trouble" columns={columns} rows={steps} rowKey={(row) => row.stepId} />
  );
}

function Counted({ runs, of }: { runs: number; of: number }) {
  return (
    <>
      {runs} <span className="text-ink-muted">· {shareWords(Math.min(runs, of), of)}</span>
    </>
  );
}
