'use client';

import { PrivateText } from '@/components/ui/private-text';
import { PrivateWords } from '@/components/ui/private-words';
import { Time } from '@/components/ui/time';
import { useLiveStep } from './live-step';

/** Why the step is not simply open: the reason given, the check that failed, what comes first. */
export function StepStanding() {
  const { waitsFor, reason, state } = useLiveStep();
  if (reason === null && (waitsFor.length === 0 || state === 'done')) return null;
  return (
    <div className="grid max-w-prose gap-1 border-line-strong border-l-2 pl-3 text-14">
      {reason && (
        <p>
          <PrivateWords text={state === 'todo' ? `Opened again: ${reason}.` : reason} />
        </p>
      )}
      {state !== 'done' && waitsFor.length > 0 && (
        <p>
          First:{' '}
          {waitsFor.map((first, index) => (
            <span key={first.stepId}>
              {index > 0 && ', '}
              <a
                href={`#step-${first.stepId}`}
                className="text-accent underline decoration-accent/40 underline-offset-2 hover:text-accent-strong"
              >
                {first.position} {first.title}
              </a>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** What was noted beside the step, by whoever. */
export function StepNotes() {
  const { notes } = useLiveStep();
  if (notes.length === 0) return null;
  return (
    <ul className="grid max-w-prose gap-1.5 border-line border-l-2 pl-3 text-14">
      {notes.map((note) => (
        <li key={`${note.at.getTime()}-${note.by}`}>
          {note.addendum && <span className="font-medium">Added after closing: </span>}
          <span className="whitespace-pre-wrap">
            <PrivateWords text={note.text} />
          </span>
          <span className="block text-13 text-ink-muted">
            <PrivateText>{note.by}</PrivateText>, <Time at={note.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
