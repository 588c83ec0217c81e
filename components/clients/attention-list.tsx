import { CustodyFace } from '@/components/ui/custody-face';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { StateWord } from '@/components/ui/state-word';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { RedactedSlot } from '@/lib/clients/schema';
import { custodyOfFace, SlotStateWords } from './slot-words';

export interface Touch {
  who: string;
  words: string;
  at: Date;
}

export interface AttentionItem {
  key: string;
  name: string;
  componentName: string;
  href: string;
  waitsFor: 'us' | 'client';
  /** Null for a question that nobody answered. */
  slot: RedactedSlot | null;
  touch: Touch | null;
}

const columns: Column<AttentionItem>[] = [
  {
    key: 'name',
    head: 'What',
    primary: true,
    cell: (item) => (
      <span className="inline-flex items-baseline gap-2">
        {item.slot && (
          <CustodyFace custody={custodyOfFace(item.slot.face)} iconOnly className="self-center" />
        )}
        <TextLink href={item.href}>
          {item.slot ? <SlotKey name={item.name} className="text-13" /> : item.name}
        </TextLink>
      </span>
    ),
  },
  { key: 'component', head: 'Component', cell: (item) => item.componentName },
  {
    key: 'state',
    head: 'State',
    cell: (item) =>
      item.slot ? <SlotStateWords slot={item.slot} /> : <StateWord state="missing">not answered</StateWord>,
  },
  { key: 'waits', head: 'Waits for', cell: (item) => (item.waitsFor === 'us' ? 'us' : 'the client') },
  { key: 'touch', head: 'Last touched', cell: (item) => <LastTouch touch={item.touch} /> },
];

/** What is missing or old, who has to act, and who touched it last. */
export function AttentionList({ items, lastTouch }: { items: AttentionItem[]; lastTouch: Touch | null }) {
  if (items.length === 0) {
    return (
      <Notice tone="ok" title="Nothing is missing, nothing is old">
        {lastTouch && (
          <p>
            Last: <PrivateText>{lastTouch.who}</PrivateText> {lastTouch.words}, <Time at={lastTouch.at} />.
          </p>
        )}
      </Notice>
    );
  }
  return (
    <Table caption="What is missing or old" columns={columns} rows={items} rowKey={(item) => item.key} />
  );
}

/** Who did what to a slot last, on one line. */
export function LastTouch({ touch }: { touch: Touch | null }) {
  if (touch === null) return <span className="text-ink-muted">never</span>;
  return (
    <>
      <PrivateText>{touch.who}</PrivateText> {touch.words}, <Time at={touch.at} />
    </>
  );
}
