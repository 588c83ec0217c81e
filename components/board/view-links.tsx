import { LayoutGrid, Rows3 } from 'lucide-react';
import { SegmentedLinks } from '@/components/ui/segmented-links';

const icon = { className: 'size-4', 'aria-hidden': true } as const;

export interface ViewLinksProps {
  view: 'board' | 'table';
  boardHref: string;
  tableHref: string;
}

/** The same clients as columns or as a table. */
export function ViewLinks({ view, boardHref, tableHref }: ViewLinksProps) {
  return (
    <SegmentedLinks
      label="View"
      items={[
        { href: boardHref, label: 'Board', icon: <LayoutGrid {...icon} />, current: view === 'board' },
        { href: tableHref, label: 'Table', icon: <Rows3 {...icon} />, current: view === 'table' },
      ]}
    />
  );
}
