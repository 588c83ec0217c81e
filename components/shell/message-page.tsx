import type { ReactNode } from 'react';

export interface MessagePageProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** What to quote when asking for help. */
  reference?: string;
}

/** A page that has nothing to show: what happened, and what to do next. */
export function MessagePage({ title, children, actions, reference }: MessagePageProps) {
  return (
    <div className="grid max-w-prose gap-4 py-8 text-16">
      <h1 className="font-semibold text-28 tracking-tight">{title}</h1>
      <div className="grid gap-2">{children}</div>
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      {reference && (
        <p className="text-14 text-ink-muted">
          Reference: <code className="font-mono">{reference}</code>
        </p>
      )}
    </div>
  );
}
