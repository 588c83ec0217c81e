'use client';

import { CloudOff, Radio, Users } from 'lucide-react';
import { useId } from 'react';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';
import { useLink, useLiveRun } from './live-run';
import { ASK_SECONDS, type LinkState } from './run-link';

const WORDS: Readonly<Partial<Record<LinkState, string>>> = {
  behind: 'The board cannot hear its database: others’ ticks come later.',
  asking: `Updates every ${ASK_SECONDS} seconds: live connection blocked.`,
  'signed-out': 'Your session has ended: sign in again to see others’ ticks.',
};

/** Who has the run open, and a quiet line when the page does not hear of others at once. */
export function Watching() {
  const { state, watchers } = useLink();
  const id = useId();
  const here = watchers === null || watchers.count === 0 ? null : watchers;
  return (
    <div className="flex min-h-6 flex-wrap items-center justify-end gap-x-3 text-ink-muted">
      {WORDS[state] !== undefined && (
        <p role="status" className="flex items-center gap-1.5 text-warn">
          <CloudOff className="size-3.5 flex-none" aria-hidden="true" />
          {WORDS[state]}
        </p>
      )}
      {here && (
        <>
          <button
            type="button"
            popoverTarget={id}
            className="inline-flex min-h-6 items-center gap-1.5 rounded-md hover:text-ink pointer-coarse:min-h-11"
          >
            {state === 'live' ? (
              <Radio className="size-3.5 flex-none text-ok" aria-hidden="true" />
            ) : (
              <Users className="size-3.5 flex-none" aria-hidden="true" />
            )}
            {here.count === 1 ? 'Only you here' : `${here.count} people here`}
          </button>
          <Who id={id} />
        </>
      )}
    </div>
  );
}

function Who({ id }: { id: string }) {
  const { watchers } = useLink();
  const { steps } = useLiveRun();
  const people = watchers?.people ?? [];
  const more = (watchers?.count ?? 0) - people.length;
  return (
    <section
      id={id}
      popover="auto"
      aria-label="Who is here"
      className="fixed inset-auto top-20 right-4 m-0 max-w-80 rounded-md border border-line bg-raised p-4 text-13 text-ink shadow-float sm:right-6 lg:right-8"
    >
      <ul className="grid gap-2">
        {people.map((person) => {
          const step = steps.find(({ state, byId }) => state === 'claimed' && byId === person.id);
          return (
            <li key={person.id}>
              <span className="font-medium">
                <PrivateText>{person.name}</PrivateText>
              </span>
              <span className="block text-ink-muted">
                here since <Time at={person.since} />
                {step && (
                  <>
                    {' · on '}
                    <a href={`#step-${step.stepId}`} className="underline underline-offset-2">
                      step {step.position}
                    </a>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {more > 0 && <p className="mt-2 text-ink-muted">and {more} more</p>}
    </section>
  );
}
