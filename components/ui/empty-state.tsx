import type { ReactNode } from 'react';

export interface EmptyStateProps {
  title: string;
  /** What the first action leads to. */
  children?: ReactNode;
  action?: ReactNode;
}

/** What stands where nothing is yet: the first action, and what it leads to. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-start gap-2 rounded-md border border-line-strong/50 border-dashed px-5 py-6">
      <h2 className="font-semibold text-16">{title}</h2>
      {children && <div className="max-w-prose text-ink-muted">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
