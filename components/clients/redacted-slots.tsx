import { CustodyFace } from '@/components/ui/custody-face';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { RedactedSlot } from '@/lib/clients/schema';
import { classWords, custodyOfFace, SlotStateWords } from './slot-words';

function WhoAndWhen({ who, at }: { who: string | null; at: Date | null }) {
  if (at === null) return <span className="text-ink-muted">never</span>;
  return (
    <>
      <PrivateText>{who}</PrivateText>, <Time at={at} />
    </>
  );
}

const columns: Column<RedactedSlot>[] = [
  {
    key: 'slot',
    head: 'Slot',
    primary: true,
    cell: (slot) => (
      <span id={slot.slotId} className="scroll-mt-16">
        <SlotKey name={slot.key} className="font-medium text-13" />
        <span className="block text-13 text-ink-muted">{slot.name}</span>
      </span>
    ),
  },
  { key: 'component', head: 'Component', cell: (slot) => slot.componentName },
  {
    key: 'custody',
    head: 'Held by',
    cell: (slot) => (
      <>
        <CustodyFace custody={custodyOfFace(slot.face)} />
        <span className="block text-12 text-ink-muted">
          {classWords(slot.class)}
          {slot.required ? '' : ', optional'}
        </span>
      </>
    ),
  },
  { key: 'state', head: 'State', cell: (slot) => <SlotStateWords slot={slot} /> },
  {
    key: 'version',
    head: 'Version',
    numeric: true,
    cell: (slot) => slot.valueVersion ?? <span className="text-ink-muted">none</span>,
  },
  {
    key: 'rotated',
    head: 'Last rotated',
    cell: (slot) => <WhoAndWhen who={slot.storedBy} at={slot.lastRotatedAt} />,
  },
  {
    key: 'copied',
    head: 'Last copied',
    cell: (slot) => <WhoAndWhen who={slot.lastCopiedBy} at={slot.lastCopiedAt} />,
  },
];

export interface RedactedSlotsProps {
  slots: RedactedSlot[];
  /** All are of one component, which the page names already. */
  oneComponent?: boolean;
}

/** Every slot of a client for those who answer questions: what is known about it, and nothing of it. */
export function RedactedSlots({ slots, oneComponent = false }: RedactedSlotsProps) {
  return (
    <Table
      caption="Credential slots"
      columns={oneComponent ? columns.filter((column) => column.key !== 'component') : columns}
      rows={slots}
      rowKey={(slot) => slot.slotId}
    />
  );
}
