import { CustodyFace } from '@/components/ui/custody-face';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { MachinePlacement } from '@/lib/clients/schema';
import { GapWords } from './gap-words';
import { custodyOfFace } from './slot-words';

const columns: Column<MachinePlacement>[] = [
  {
    key: 'slot',
    head: 'Slot',
    primary: true,
    cell: ({ face, key }) => (
      <span className="inline-flex items-baseline gap-2">
        <CustodyFace custody={custodyOfFace(face)} iconOnly className="self-center" />
        <SlotKey name={key} className="text-13" />
      </span>
    ),
  },
  {
    key: 'version',
    head: 'Version there',
    numeric: true,
    cell: (row) => versionThere(row) ?? <span className="text-ink-muted">none</span>,
  },
  {
    key: 'stored',
    head: 'Version stored',
    numeric: true,
    cell: ({ storedVersion }) => storedVersion ?? <span className="text-ink-muted">none</span>,
  },
  { key: 'state', head: 'State', cell: (row) => <PlacedWords row={row} /> },
  {
    key: 'who',
    head: 'Marked',
    cell: ({ placed }) =>
      placed === null ? (
        <span className="text-ink-muted">never</span>
      ) : (
        <>
          <PrivateText>{placed.by}</PrivateText>, <Time at={placed.at} />
        </>
      ),
  },
];

function versionThere({ gap, placed, ended }: MachinePlacement): number | null {
  if (ended?.how === 'removed') return null;
  return gap?.kind === 'old-version' ? gap.pastedVersion : (placed?.version ?? null);
}

function PlacedWords({ row: { face, gap, placed, ended } }: { row: MachinePlacement }) {
  if (ended !== null) {
    return (
      <StateWord state={ended.how}>
        {ended.how} <Time at={ended.at} />, by <PrivateText>{ended.by}</PrivateText>
      </StateWord>
    );
  }
  if (gap !== null) return <GapWords gap={gap} />;
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      <StateWord state={face === 'device' ? 'signed-in' : 'pasted'} />
      {placed?.validUntil && (
        <span className="text-ink-muted">
          until <Time at={`${placed.validUntil}T12:00:00Z`} as="day" />
        </span>
      )}
    </span>
  );
}

/** What of the client's secrets is on one machine: which version, since when, and what is between. */
export function PlacementList({ placements }: { placements: readonly MachinePlacement[] }) {
  if (placements.length === 0) {
    return <p className="text-ink-muted">No secret is marked as being on this machine.</p>;
  }
  return (
    <Table
      caption="Secrets on this machine"
      columns={columns}
      rows={placements}
      rowKey={({ slotId }) => slotId}
    />
  );
}
