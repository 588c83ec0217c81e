'use client';

import { keepWaitingActs, waitingActs } from '@/components/offline/kept-here';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { doMineAgain, keepTheirs, type WaitingAct } from '@/lib/runbook/offline-acts';
import { useLiveRun } from './live-run';
import { randomId } from './random-id';

interface WaitingListProps {
  personId: string;
  acts: readonly WaitingAct[];
}

/** What waits on this device, in its order, and for each refused act who was first and what to do about it. */
export function WaitingList({ personId, acts }: WaitingListProps) {
  const { step } = useLiveRun();
  if (acts.length === 0) return <p className="text-ink-muted">Nothing waits. All of it has arrived.</p>;
  return (
    <ol className="grid gap-3">
      {acts.map((act) => {
        const place = step.get(act.stepId);
        return (
          <li key={act.actId} className="grid gap-1">
            <p>
              {place && (
                <a href={`#step-${act.stepId}`} className="font-medium underline underline-offset-2">
                  Step {place.position}
                </a>
              )}{' '}
              {actWords(act)}
              <span className="block text-13 text-ink-muted">
                <Time at={act.doneAt} /> on this device
              </span>
            </p>
            {act.refusal !== undefined && <Refused personId={personId} act={act} />}
          </li>
        );
      })}
    </ol>
  );
}

function Refused({ personId, act }: { personId: string; act: WaitingAct }) {
  const { step } = useLiveRun();
  const place = step.get(act.stepId);
  const all = () => waitingActs(personId);
  // The board may refuse an act that nobody came before.
  const overtaken = act.kind !== 'note' && place !== undefined && place.revision !== act.revision;
  return (
    <div className="grid gap-2 border-bad border-l-2 pl-3">
      <p>{act.refusal}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="touch" onClick={() => keepWaitingActs(personId, keepTheirs(all(), act))}>
          {overtaken ? 'Keep theirs' : 'Let go of it'}
        </Button>
        {place && act.kind !== 'note' && (
          <Button
            size="touch"
            variant="quiet"
            onClick={() => keepWaitingActs(personId, doMineAgain(all(), act, place, randomId))}
          >
            {overtaken ? 'Do mine again' : 'Try again'}
          </Button>
        )}
      </div>
    </div>
  );
}

function actWords({ kind, fields }: WaitingAct): string {
  switch (kind) {
    case 'claim':
      return 'claimed';
    case 'release':
      return 'let go of';
    case 'finish':
      return 'done';
    case 'undo':
      return 'opened again';
    case 'note':
      return `noted: ${fields.note}`;
    case 'hold':
      return `${fields.hold}: ${fields.reason}`;
  }
}
