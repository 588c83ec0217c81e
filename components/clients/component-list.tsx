import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';

export interface ComponentRow {
  id: string;
  name: string;
  href: string;
  /** "2 keys, 1 reference"; empty when nothing is missing. */
  missing: string;
  installations: {
    machineName: string;
    version: string;
    verifiedHow: string;
    verifiedBy: string;
    installedAt: Date;
  }[];
}

const VERIFIED: Readonly<Record<string, string>> = {
  matched: 'output matched',
  confirmed: 'confirmed by eye',
};

const nameColumn: Column<ComponentRow> = {
  key: 'name',
  head: 'Component',
  primary: true,
  cell: (row) => <TextLink href={row.href}>{row.name}</TextLink>,
};
const stateColumn: Column<ComponentRow> = {
  key: 'state',
  head: 'State',
  cell: (row) => <ComponentState row={row} />,
};

/** Each line of an installation under the one of its machine, the machines in the same order in every column. */
function perMachine(
  head: string,
  key: string,
  cell: (each: ComponentRow['installations'][number]) => React.ReactNode,
) {
  return {
    key,
    head,
    cell: (row: ComponentRow) =>
      row.installations.map((each) => (
        <span key={each.machineName} className="block">
          {cell(each)}
        </span>
      )),
  } satisfies Column<ComponentRow>;
}

const installedColumns: Column<ComponentRow>[] = [
  nameColumn,
  stateColumn,
  perMachine('Version', 'version', (each) =>
    each.version === '' ? (
      <span className="text-ink-muted">not recorded</span>
    ) : (
      <span className="break-all font-mono text-12">{each.version}</span>
    ),
  ),
  perMachine('Machine', 'machine', (each) => (
    <span className="break-all font-mono text-12">{each.machineName}</span>
  )),
  perMachine(
    'Verified',
    'verified',
    (each) => `${VERIFIED[each.verifiedHow] ?? each.verifiedHow}, ${each.verifiedBy}`,
  ),
  perMachine('When', 'when', (each) => <Time at={each.installedAt} />),
];

/** What the client gets: what is missing of it, or where and how it was installed. */
export function ComponentList({ rows }: { rows: ComponentRow[] }) {
  const anyInstalled = rows.some((row) => row.installations.length > 0);
  return (
    <Table
      caption="Components"
      columns={anyInstalled ? installedColumns : [nameColumn, stateColumn]}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

function ComponentState({ row }: { row: ComponentRow }) {
  if (row.missing !== '') return <StateWord state="missing">missing: {row.missing}</StateWord>;
  if (row.installations.length > 0) return <StateWord state="done">installed</StateWord>;
  return <StateWord state="completed">nothing missing</StateWord>;
}
