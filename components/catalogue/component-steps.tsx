import { type Column, Table } from '@/components/ui/table';
import type { Step } from '@/lib/catalogue/schema';

const PLACES: Record<Step['where'], string> = {
  local: 'local Terminal',
  'screen-sharing': 'Screen Sharing',
  ssh: 'SSH',
  browser: 'browser',
  phone: 'phone',
};

const columns: Column<Step>[] = [
  {
    key: 'title',
    head: 'Step',
    primary: true,
    cell: (step) => (
      <span id={step.id} className="scroll-mt-12">
        {step.title}
        {!step.required && <span className="text-13 text-ink-muted"> (optional)</span>}
      </span>
    ),
  },
  { key: 'phase', head: 'Phase', cell: (step) => step.phase },
  { key: 'where', head: 'Where', cell: (step) => PLACES[step.where] },
  { key: 'minutes', head: 'Minutes', numeric: true, cell: (step) => step.estimateMinutes },
  { key: 'why', head: 'Why', className: 'sm:w-2/5', cell: (step) => step.why },
];

/** The runbook steps of a component, in its own order. */
export function ComponentSteps({ steps }: { steps: readonly Step[] }) {
  return <Table caption="Runbook steps" columns={columns} rows={steps} rowKey={(step) => step.id} />;
}
