import { Badge } from '@/components/ui/badge';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { Component, Package } from '@/lib/catalogue/schema';

const GROUPS: { group: Component['group']; title: string }[] = [
  { group: 'machine', title: 'The machine' },
  { group: 'agent', title: 'The agent' },
  { group: 'integration', title: 'Integrations' },
];

const columns: Column<Component>[] = [
  {
    key: 'name',
    head: 'Component',
    primary: true,
    className: 'sm:w-56',
    cell: (component) => <TextLink href={`/catalogue/${component.id}`}>{component.name}</TextLink>,
  },
  { key: 'summary', head: 'What it does', cell: (component) => component.summary },
  { key: 'settings', head: 'Settings', numeric: true, cell: (component) => component.settings.length },
  { key: 'slots', head: 'Slots', numeric: true, cell: (component) => component.slots.length },
  { key: 'steps', head: 'Steps', numeric: true, cell: (component) => component.steps.length },
  { key: 'minutes', head: 'Minutes', numeric: true, cell: (component) => component.estimateMinutes },
];

const waiting = (suggestions: ReadonlyMap<string, number>): Column<Component> => ({
  key: 'suggestions',
  head: 'Suggested fixes',
  numeric: true,
  cell: ({ id, name }) => {
    const open = suggestions.get(id);
    return open === undefined ? null : (
      <TextLink href={`/catalogue/${id}#suggestions`} aria-label={`${open} suggested for ${name}`}>
        {open}
      </TextLink>
    );
  },
});

/** Which components have a draft, and which ask for a decision after a release. */
interface OpenChanges {
  drafts: ReadonlySet<string>;
  questions: ReadonlySet<string>;
}

const nameWith = (changes: OpenChanges): Column<Component> => ({
  key: 'name',
  head: 'Component',
  primary: true,
  className: 'sm:w-56',
  cell: ({ id, name }) => (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <TextLink href={`/catalogue/${id}`}>{name}</TextLink>
      {changes.drafts.has(id) && <Badge tone="info">draft</Badge>}
      {changes.questions.has(id) && <Badge tone="warn">decide</Badge>}
    </span>
  ),
});

interface ComponentListProps {
  components: readonly Component[];
  /** How many suggested fixes wait for an answer, by component; null for whoever does not answer them. */
  suggestions: ReadonlyMap<string, number> | null;
  /** What admins have under way; null for everybody else. */
  changes: OpenChanges | null;
}

/** Every component, in its group. */
export function ComponentList({ components, suggestions, changes }: ComponentListProps) {
  const named = columns.map((column) => (column.key === 'name' && changes ? nameWith(changes) : column));
  const shown = suggestions === null || suggestions.size === 0 ? named : [...named, waiting(suggestions)];
  return GROUPS.map(({ group, title }) => (
    <section key={group} aria-labelledby={`group-${group}`} className="mt-6">
      <h2 id={`group-${group}`} className="mb-1 font-semibold text-16">
        {title}
      </h2>
      <Table
        caption={title}
        columns={shown}
        rows={components.filter((component) => component.group === group)}
        rowKey={(component) => component.id}
      />
    </section>
  ));
}

const KINDS = { tier: 'Tier', pack: 'Pack', 'add-on': 'Add-on' } as const;

/** Tiers, packs and add-ons, each with what it consists of. */
export function PackageList(props: { packages: readonly Package[]; components: readonly Component[] }) {
  const nameOf = (id: string) => props.components.find((component) => component.id === id)?.name ?? id;
  const packageColumns: Column<Package>[] = [
    { key: 'name', head: 'Package', primary: true, className: 'sm:w-56', cell: (row) => row.name },
    { key: 'kind', head: 'Kind', cell: (row) => KINDS[row.kind] },
    { key: 'summary', head: 'What it is', cell: (row) => row.summary },
    {
      key: 'components',
      head: 'Components',
      className: 'sm:w-2/5 text-ink-muted',
      cell: (row) => row.components.map(nameOf).join(', '),
    },
  ];
  return (
    <section aria-labelledby="packages">
      <h2 id="packages" className="mb-1 font-semibold text-16">
        Tiers, packs and add-ons
      </h2>
      <Table caption="Packages" columns={packageColumns} rows={props.packages} rowKey={(row) => row.id} />
    </section>
  );
}
