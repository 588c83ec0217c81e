import { ReadyForClient } from '@/components/wizard/collect-next';
import type { PreflightView } from '@/lib/runbook/preflight-view';
import { type MessagePart, readyParts, type ToHaveReady } from '@/lib/wizard/collect';

/** What the client has to have ready: no values, no references, nothing that is between us. */
export function PreflightForClient({ view }: { view: PreflightView }) {
  const ready: ToHaveReady = { ...view, bring: view.bring.client };
  const parts = readyParts(ready);
  if (parts.length === 0) return <p className="text-16">The client has nothing to prepare.</p>;
  return (
    <div className="max-w-160 text-16 print:max-w-none print:text-12">
      <div className="print:hidden">
        <ReadyForClient clientName={view.client.name} ready={ready} />
      </div>
      <div className="hidden gap-4 print:grid">
        {parts.map((part) => (
          <Part key={part.lead} part={part} />
        ))}
      </div>
    </div>
  );
}

function Part({ part }: { part: MessagePart }) {
  const List = part.numbered ? 'ol' : 'ul';
  return (
    <section className="break-avoid">
      <h2 className="font-semibold">{part.lead}</h2>
      <List className={part.numbered ? 'list-decimal pl-5' : 'list-disc pl-5'}>
        {part.items.map(({ what, details }) => (
          <li key={what} className="break-avoid py-0.5">
            {what}
            {details.map((detail) => (
              <span key={detail} className="block text-ink-muted">
                {detail}
              </span>
            ))}
          </li>
        ))}
      </List>
    </section>
  );
}
