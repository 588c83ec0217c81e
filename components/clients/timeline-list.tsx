import { Ban, CircleAlert } from 'lucide-react';
import { PrivateText } from '@/components/ui/private-text';
import { PeopleProvider, PrivateWords } from '@/components/ui/private-words';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { TimelineEntry } from '@/lib/clients/timeline-words';

/** What happened, newest first: "Dana copied OPENROUTER_API_KEY · today 10:42". */
export function TimelineList({ entries }: { entries: TimelineEntry[] }) {
  return (
    <PeopleProvider names={[...new Set(entries.map(({ who }) => who))]}>
      <ol className="max-w-4xl text-13">
        {entries.map((entry) => (
          <li
            key={entry.key}
            className="break-avoid grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line border-b py-1.5"
          >
            <p className="min-w-0">
              <Outcome outcome={entry.outcome} />
              <span className="font-medium">
                <PrivateText>{entry.who}</PrivateText>
              </span>{' '}
              <PrivateWords text={entry.words} />
              {entry.reason !== null && <span className="text-ink-muted">: {entry.reason}</span>}
              <Trace entry={entry} />
            </p>
            <p className="text-ink-muted">
              <Time at={entry.at} />
            </p>
          </li>
        ))}
      </ol>
    </PeopleProvider>
  );
}

function Outcome({ outcome }: { outcome: TimelineEntry['outcome'] }) {
  if (outcome === 'ok') return null;
  const Icon = outcome === 'refused' ? Ban : CircleAlert;
  return (
    <>
      <Icon className="mr-1.5 inline size-4 align-[-0.2em] text-bad" aria-hidden="true" />
      <span className="sr-only">{outcome}: </span>
    </>
  );
}

/** By which way and from where, as far as this person may know. */
function Trace({ entry }: { entry: TimelineEntry }) {
  const parts = [entry.via, entry.address].filter((part) => part !== null);
  return (
    <span className="text-ink-muted">
      {parts.length > 0 && <span className="ml-2 text-12">{parts.join(', ')}</span>}
      {entry.runbookId !== null && (
        <TextLink href={`/runbooks/${entry.runbookId}`} className="ml-2 text-12">
          run
        </TextLink>
      )}
    </span>
  );
}
