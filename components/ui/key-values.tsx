import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface KeyValuesProps {
  items: {
    key: string;
    label: ReactNode;
    /** Null and undefined read as "not provided". */
    value: ReactNode;
    /** A Change link, as on a page that checks answers. */
    action?: ReactNode;
    code?: boolean;
  }[];
  size?: 'regular' | 'touch';
  className?: string;
}

/** Facts as pairs, in one column that reads downwards. */
export function KeyValues({ items, size = 'regular', className }: KeyValuesProps) {
  return (
    <dl className={classNames(size === 'touch' ? 'text-16' : 'text-13', className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className={classNames(
            'grid grid-cols-[minmax(5rem,min(11rem,35%))_minmax(0,1fr)_auto] gap-x-4 border-line border-b last:border-b-0',
            'max-sm:grid-cols-[minmax(0,1fr)_auto]',
            size === 'touch' ? 'py-2.5' : 'py-1.5 print:py-0.5',
          )}
        >
          <dt
            className={classNames(size === 'touch' ? 'font-medium' : 'text-ink-muted', 'max-sm:col-span-2')}
          >
            {item.label}
          </dt>
          <dd className={classNames('min-w-0', item.code && 'break-all font-mono text-13')}>
            {item.value ?? <span className="text-ink-muted">not provided</span>}
          </dd>
          {item.action && <dd className="print:hidden">{item.action}</dd>}
        </div>
      ))}
    </dl>
  );
}
