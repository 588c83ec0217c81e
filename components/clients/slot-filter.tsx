import { SegmentedLinks } from '@/components/ui/segmented-links';
import type { SlotGroup } from '@/lib/clients/slot-attention';

export interface SlotFilterProps {
  /** The address of the list without a group. */
  href: string;
  current: SlotGroup | null;
  counts: Readonly<Record<SlotGroup | 'all', number>>;
}

const titles: Readonly<Record<SlotGroup, string>> = {
  open: 'Missing or old',
  stored: 'Stored here',
  client: 'With the client',
  run: 'During the run',
};

/** Narrows a slot list to what one looks for. Every group has its address. */
export function SlotFilter({ href, current, counts }: SlotFilterProps) {
  const groups = Object.keys(titles) as SlotGroup[];
  return (
    <div className="mb-3 max-sm:[&_nav]:grid max-sm:[&_nav]:w-full max-sm:[&_nav]:grid-cols-2">
      <SegmentedLinks
        label="Which slots"
        items={[
          { href, label: <Counted label="All" count={counts.all} />, current: current === null },
          ...groups.map((group) => ({
            href: `${href}?state=${group}`,
            label: <Counted label={titles[group]} count={counts[group]} />,
            current: current === group,
          })),
        ]}
      />
    </div>
  );
}

function Counted({ label, count }: { label: string; count: number }) {
  return (
    <>
      {label} <span className="font-normal text-ink-muted tabular-nums">{count}</span>
    </>
  );
}
