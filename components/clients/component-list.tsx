import { PrivateText } from '@/components/ui/private-text';
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
  /** The client is purged: nothing is missing any more, and nothing is there. */
  gone?: boolean;
  installations: {
    machineName: string;
    version: string;
    verifiedHow: string;
    verifiedBy: string;
    installedAt: Date;
  }[];
  /** Machines on which it would be installed differently today. */
  outdated: OutdatedInstallation[];
}

export interface OutdatedInstallation {
  machineName: string;
  runbookId: string;
  changedSteps: number;
  catalogueVersion: number;
}

const VERIFIED: Readonly<Record<string, string>> = {
  matched: 'output matched',
  confirmed: 'by eye',
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
  cell: (row) => (
    <>
      <ComponentState row={row} />
      {row.outdated.map((each) => (
        <span key={each.machineName} className="block">
          <OutOfDate outdated={each} named={row.installations.length > 1} />
        </span>
      ))}
    </>
  ),
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

const machineColumn = perMachine('Machine', 'machine', (each) => (
  <span className="break-all font-mono text-12">{each.machineName}</span>
));

const installedColumns: Column<ComponentRow>[] = [
  perMachine('Version', 'version', (each) => <Version text={each.version} />),
  perMachine('Verified', 'verified', (each) => <Verification installation={each} />),
  perMachine('When', 'when', (each) => <Time at={each.installedAt} />),
];

export function Version({ text }: { text: string }) {
  if (text === '') return <span className="text-ink-muted">none</span>;
  if (!/\d/.test(text)) return <span className="text-ink-muted">{text}</span>;
  return <span className="break-all font-mono text-12">{text}</span>;
}

export function Verification({ installation }: { installation: ComponentRow['installations'][number] }) {
  return (
    <>
      {VERIFIED[installation.verifiedHow] ?? installation.verifiedHow},{' '}
      <PrivateText>{installation.verifiedBy}</PrivateText>
    </>
  );
}

/** That a machine has an older installation than the catalogue and the answers come to, and where to read what differs. */
export function OutOfDate({ outdated, named }: { outdated: OutdatedInstallation; named: boolean }) {
  const { machineName, runbookId, changedSteps, catalogueVersion } = outdated;
  const steps = changedSteps === 1 ? '1 step' : `${changedSteps} steps`;
  return (
    <StateWord state="rotation-due">
      <TextLink href={`/runbooks/${runbookId}/changes`}>
        out of date{named && ` on ${machineName}`}: {steps} {changedSteps === 1 ? 'differs' : 'differ'} in
        catalogue v{catalogueVersion}
      </TextLink>
    </StateWord>
  );
}

/** What the client gets: what is missing of it, or where and how it was installed. */
export function ComponentList({ rows }: { rows: ComponentRow[] }) {
  const machineNames = new Set(rows.flatMap((row) => row.installations.map((each) => each.machineName)));
  return (
    <Table
      caption="Components"
      columns={[
        nameColumn,
        stateColumn,
        ...(machineNames.size > 1 ? [machineColumn] : []),
        ...(machineNames.size > 0 ? installedColumns : []),
      ]}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

/** A component's state in one word, what is missing before anything else. */
export function ComponentState({ row }: { row: Pick<ComponentRow, 'missing' | 'gone' | 'installations'> }) {
  if (row.gone) return <StateWord state="spent">nothing stored</StateWord>;
  if (row.missing !== '') return <StateWord state="missing">{row.missing} missing</StateWord>;
  if (row.installations.length > 0) return <StateWord state="done">installed</StateWord>;
  return <StateWord state="completed">nothing missing</StateWord>;
}
