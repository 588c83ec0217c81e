import { Check } from 'lucide-react';
import type { CredentialSummary } from '@/lib/wizard/task-list';

/** "Generated for you ✓ 3   Needs you 2   Lives with the client 5". */
export function CredentialCounts({ generated, needsYou, withClient }: CredentialSummary) {
  const facts = [
    { label: 'Generated for you', value: generated, done: generated > 0 },
    { label: 'Needs you', value: needsYou, done: needsYou === 0 },
    { label: 'Lives with the client', value: withClient, done: false },
  ];
  return (
    <dl className="mb-5 grid grid-cols-3 divide-x divide-line rounded-md border border-line bg-surface">
      {facts.map(({ label, value, done }) => (
        <div key={label} className="flex flex-col-reverse justify-end px-3 py-2.5">
          <dt className="text-13 text-ink-muted">{label}</dt>
          <dd className="flex items-center gap-1.5 font-semibold text-20 tabular-nums">
            {value}
            {done && <Check className="size-4 text-ok" aria-label="done" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
