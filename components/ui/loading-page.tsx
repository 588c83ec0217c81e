import { Skeleton } from './skeleton';

const rows = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The place of a page that loads: head and list in their sizes, so that nothing shifts when it comes. */
export function LoadingPage({ label = 'Loading…' }: { label?: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <Skeleton className="mb-2 h-7 w-56" />
      <Skeleton className="mb-6 h-4 w-80 max-w-full" />
      <div className="grid gap-2">
        {rows.map((row) => (
          <Skeleton key={row} className="h-8 w-full" />
        ))}
      </div>
    </div>
  );
}
