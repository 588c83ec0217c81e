import { PrivateText } from '@/components/ui/private-text';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import { InstallationsByVersion } from './installations-by-version';
import { InstalledVersion } from './installed-version';

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

/** More are on the component's own page. */
const OUTDATED_LISTED = 3;

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
      {row.outdated.slice(0, OUTDATED_LISTED).map((each) => (
        <span key={each.machineName} className="block">
          <OutOfDate outdated={each} named={row.installations.length > 1} />
        </span>
      ))}
      {row.outdated.length > OUTDATED_LISTED && (
        <TextLink href={row.href}>{row.outdated.length - OUTDATED_LISTED} more machines out of date</TextLink>
      )}
    </>
  ),
};

/** What is known of the one machine's installation. */
function ofInstallation(
  head: string,
  key: string,
  cell: (each: ComponentRow['installations'][number]) => React.ReactNode,
) {
  return {
    key,
    head,
    cell: ({ installations: [only] }: ComponentRow) => only && cell(only),
  } satisfies Column<ComponentRow>;
}

const onOneMachine: Column<ComponentRow>[] = [
  ofInstallation('Version', 'version', (each) => <InstalledVersion text={each.version} />),
  ofInstallation('Verified', 'verified', (each) => <Verification installation={each} />),
  ofInstallation('When', 'when', (each) => <Time at={each.installedAt} />),
];

const onSeveralMachines: Column<ComponentRow>[] = [
  {
    key: 'installed',
    head: 'Installed',
    cell: ({ installations }) => <InstallationsByVersion installations={installations} />,
  },
];

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
        ...(machineNames.size === 1 ? onOneMachine : []),
        ...(machineNames.size > 1 ? onSeveralMachines : []),
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
