import Form from 'next/form';
import { SendOnChange } from '@/components/board/send-on-change';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import type { StatisticsFilter } from '@/lib/runbook/statistics-filter';

interface StatisticsFiltersProps {
  filter: StatisticsFilter;
  components: readonly { id: string; name: string }[];
  /** Whether runs other than installs were ever closed. */
  kinds: readonly StatisticsFilter['kind'][];
}

const FORM = 'statistics-filters';

const periods: { value: StatisticsFilter['period']; label: string }[] = [
  { value: '30', label: 'Closed in 30 days' },
  { value: '90', label: 'Closed in 90 days' },
  { value: '365', label: 'Closed in 365 days' },
  { value: 'all', label: 'Closed at any time' },
];

const kindNames: Readonly<Record<StatisticsFilter['kind'], string>> = {
  install: 'Installs',
  'hand-over': 'Hand-overs',
  offboarding: 'Offboardings',
};

const orders: { value: StatisticsFilter['by']; label: string }[] = [
  { value: 'smooth', label: 'Components: least smooth first' },
  { value: 'median', label: 'Components: slowest for the estimate first' },
  { value: 'tail', label: 'Components: slowest tenth first' },
  { value: 'runs', label: 'Components: most runs first' },
];

const ranks: { value: StatisticsFilter['steps']; label: string }[] = [
  { value: 'held', label: 'Steps: most failed or blocked first' },
  { value: 'failed', label: 'Steps: most failed first' },
  { value: 'blocked', label: 'Steps: most blocked first' },
  { value: 'undone', label: 'Steps: most undone first' },
  { value: 'overran', label: 'Steps: most run over first' },
];

/** What the statistics are asked for, as a plain form: every answer has an address. */
export function StatisticsFilters({ filter, components, kinds }: StatisticsFiltersProps) {
  const all = components.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form
      id={FORM}
      action="/runbooks/statistics"
      className="mb-4 grid items-center gap-2 sm:flex sm:flex-wrap print:hidden"
    >
      {kinds.length > 0 && (
        <Select
          key={`kind-${filter.kind}`}
          name="kind"
          aria-label="Runs"
          defaultValue={filter.kind}
          options={(['install', ...kinds] as const).map((kind) => ({ value: kind, label: kindNames[kind] }))}
        />
      )}
      <Select
        key={`period-${filter.period}`}
        name="period"
        aria-label="Period"
        defaultValue={filter.period}
        options={periods}
      />
      <Select
        key={`component-${filter.component}`}
        name="component"
        aria-label="Component"
        defaultValue={filter.component ?? ''}
        options={[{ value: '', label: 'Every component' }, ...all]}
      />
      <Select
        key={`by-${filter.by}`}
        name="by"
        aria-label="Order of components"
        defaultValue={filter.by}
        options={orders}
      />
      <Select
        key={`steps-${filter.steps}`}
        name="steps"
        aria-label="Order of steps"
        defaultValue={filter.steps}
        options={ranks}
      />
      <Button type="submit" className="justify-self-start">
        Show
      </Button>
      <SendOnChange formId={FORM} />
    </Form>
  );
}
