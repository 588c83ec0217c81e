import { Disclosure } from '@/components/ui/disclosure';
import { formatDuration } from '@/components/ui/duration';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { ComponentFigures } from '@/lib/runbook/statistics-figures';
import { MedianPlot } from './median-plot';
import { monthWords } from './month-words';
import { shareWords } from './share-words';

interface ComponentStatisticsProps {
  components: readonly ComponentFigures[];
  /** Where one component is looked at alone. */
  hrefOf: (componentId: string) => string;
}

/** How each component went: how often, how smoothly, how long against the estimate, and whether that gets better. */
export function ComponentStatistics({ components, hrefOf }: ComponentStatisticsProps) {
  const columns: Column<ComponentFigures>[] = [
    {
      key: 'name',
      head: 'Component',
      primary: true,
      cell: (row) => <TextLink href={hrefOf(row.componentId)}>{row.name}</TextLink>,
    },
    { key: 'runs', head: 'Runs', numeric: true, cell: (row) => row.runs },
    { key: 'smooth', head: 'Smooth', numeric: true, cell: (row) => shareWords(row.smoothRuns, row.runs) },
    { key: 'estimate', head: 'Estimate', numeric: true, cell: (row) => formatDuration(row.estimateMinutes) },
    {
      key: 'median',
      head: 'Median',
      numeric: true,
      cell: (row) => <Took {...row} minutes={row.medianMinutes} />,
    },
    {
      key: 'p90',
      head: 'Nine in ten within',
      numeric: true,
      cell: (row) => <Took {...row} minutes={row.p90Minutes} />,
    },
    {
      key: 'plot',
      head: 'Median by month',
      className: 'sm:w-48',
      cell: (row) => <MedianPlot {...row} className="h-6 w-full max-w-48" />,
    },
  ];
  return (
    <>
      <Table caption="Components" columns={columns} rows={components} rowKey={(row) => row.componentId} />
      <Disclosure summary="The medians by month as a table" className="mt-1">
        <MedianTable components={components} />
      </Disclosure>
    </>
  );
}

/** Minutes, and by how many they are over the estimate. */
function Took({ minutes, estimateMinutes }: { minutes: number; estimateMinutes: number }) {
  const over = Math.round(minutes - estimateMinutes);
  if (over < 1) return <span className="whitespace-nowrap">{formatDuration(minutes)}</span>;
  return (
    <span className="whitespace-nowrap">
      {formatDuration(minutes)}{' '}
      <span className="text-warn">
        +{over}
        <span className="sr-only"> over the estimate</span>
      </span>
    </span>
  );
}

interface MonthRow {
  key: string;
  name: string;
  month: string;
  runs: number;
  medianMinutes: number;
}

const monthColumns: Column<MonthRow>[] = [
  { key: 'name', head: 'Component', primary: true, cell: (row) => row.name },
  { key: 'month', head: 'Month', cell: (row) => monthWords(row.month) },
  { key: 'runs', head: 'Runs', numeric: true, cell: (row) => row.runs },
  { key: 'median', head: 'Median', numeric: true, cell: (row) => formatDuration(row.medianMinutes) },
];

function MedianTable({ components }: { components: readonly ComponentFigures[] }) {
  const rows = components.flatMap(({ componentId, name, months }) =>
    months.flatMap(({ month, runs, medianMinutes }) =>
      medianMinutes === null ? [] : [{ key: `${componentId} ${month}`, name, month, runs, medianMinutes }],
    ),
  );
  return (
    <Table
      caption="Medians by month"
      columns={monthColumns}
      rows={rows}
      rowKey={(row) => row.key}
      className="max-w-xl"
    />
  );
}
