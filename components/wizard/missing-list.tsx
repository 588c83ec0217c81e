import type { Custody } from '@/components/ui/custody';
import { CustodyFace } from '@/components/ui/custody-face';

export interface MissingListProps {
  title: string;
  hint: string;
  items: { id: string; name: string; componentName: string; custody: Custody | null }[];
}

/** What is still open with one side. Shows nothing when nothing is. */
export function MissingList({ title, hint, items }: MissingListProps) {
  if (items.length === 0) return null;
  return (
    <div className="mt-3">
      <h3 className="font-medium">{title}</h3>
      <p className="max-w-prose text-14 text-ink-muted">{hint}</p>
      <ul className="mt-1 grid gap-1">
        {items.map(({ id, name, componentName, custody }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            {custody && <CustodyFace custody={custody} iconOnly className="self-center" />}
            <span className="inline-block first-letter:uppercase">{name}</span>
            <span className="text-14 text-ink-muted">{componentName}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
