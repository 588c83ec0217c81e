import { PrivateText } from '@/components/ui/private-text';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';

export interface ListedVersion {
  version: number;
  at: Date;
  /** Null: it came with a release. */
  change: { componentId: string; componentName: string; by: string; note: string } | null;
}

const columns: Column<ListedVersion>[] = [
  { key: 'version', head: 'Version', primary: true, cell: ({ version }) => version },
  { key: 'at', head: 'In force since', cell: ({ at }) => <Time at={at} /> },
  {
    key: 'by',
    head: 'By',
    cell: ({ change }) => (change === null ? 'a release' : <PrivateText>{change.by}</PrivateText>),
  },
  {
    key: 'component',
    head: 'Component',
    cell: ({ change }) =>
      change && <TextLink href={`/catalogue/${change.componentId}`}>{change.componentName}</TextLink>,
  },
  {
    key: 'note',
    head: 'What changed',
    className: 'sm:w-1/2',
    cell: ({ change }) => <span className="whitespace-pre-line wrap-anywhere">{change?.note}</span>,
  },
];

/** The versions of the catalogue, the newest first. */
export function VersionList({ versions }: { versions: readonly ListedVersion[] }) {
  return <Table caption="Versions" columns={columns} rows={versions} rowKey={({ version }) => version} />;
}
