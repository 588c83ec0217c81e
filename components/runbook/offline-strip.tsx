'use client';

import { CircleAlert, CloudOff, CloudUpload } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { keptRun } from '@/components/offline/kept-here';
import { classNames } from '@/components/ui/class-names';
import { LiveRegion } from '@/components/ui/live-region';
import { Time } from '@/components/ui/time';
import { unhindered, type WaitingAct } from '@/lib/runbook/offline-acts';
import { useLink, useWaitingHere } from './live-run';
import { WaitingList } from './offline-list';
import { useReachable } from './use-reachable';

interface OfflineStripProps {
  runbookId: string;
  personId: string;
  /** When the page was made. */
  nowMillis: number;
}

const icon = { className: 'size-3.5 flex-none', 'aria-hidden': true } as const;

/** Says without a network how old the page is, and with or without one what waits for it and what was refused. */
export function OfflineStrip({ runbookId, personId, nowMillis }: OfflineStripProps) {
  const reachable = useReachable();
  const heardAt = useHeardAt(runbookId, personId, nowMillis);
  const acts = useWaitingHere();
  const id = useId();
  const words = waitingWords(acts, reachable);
  const refused = acts.filter(({ refusal }) => refusal !== undefined).length;
  return (
    <>
      <LiveRegion message={`${reachable ? '' : 'Offline. '}${words ?? ''}`.trim()} />
      {(!reachable || acts.length > 0) && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
          {!reachable && (
            <p className="flex items-center gap-1.5 text-warn">
              <CloudOff {...icon} />
              <span>
                Offline: as of <Time at={new Date(heardAt)} />.
                <span className="max-sm:sr-only"> Ticks are kept here and sent later.</span>
              </span>
            </p>
          )}
          {words !== null && (
            <button
              type="button"
              popoverTarget={id}
              className={classNames(
                'inline-flex min-h-6 items-center gap-1.5 rounded-md underline underline-offset-2 pointer-coarse:min-h-11',
                refused > 0 ? 'text-bad' : 'text-warn',
              )}
            >
              {refused > 0 ? <CircleAlert {...icon} /> : <CloudUpload {...icon} />}
              {words}
            </button>
          )}
        </div>
      )}
      <section
        id={id}
        popover="auto"
        aria-label="What waits here"
        className="fixed inset-auto top-20 right-4 m-0 max-h-[70dvh] w-96 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-md border border-line bg-raised p-4 text-14 text-ink shadow-float sm:right-6 lg:right-8"
      >
        <WaitingList personId={personId} acts={acts} />
      </section>
    </>
  );
}

function waitingWords(acts: readonly WaitingAct[], reachable: boolean): string | null {
  if (acts.length === 0) return null;
  const refused = acts.filter(({ refusal }) => refusal !== undefined).length;
  const waiting = unhindered(acts).length;
  const parts = [
    ...(refused === 0 ? [] : [`${counted(refused)} not recorded: decide`]),
    ...(waiting === 0 ? [] : [reachable ? `Sending ${counted(waiting)}` : waits(waiting)]),
  ];
  return parts.join(' · ');
}

const counted = (count: number) => (count === 1 ? '1 act' : `${count} acts`);
const waits = (count: number) => `${counted(count)} ${count === 1 ? 'waits' : 'wait'} for the network`;

/** When the page last heard of the run, by this device; a page that was kept here is as old as it was made. */
function useHeardAt(runbookId: string, personId: string, madeAt: number): number {
  const { state } = useLink();
  const hears = useReachable() && (state === 'live' || state === 'asking');
  const [heardAt, setHeardAt] = useState(madeAt);
  useEffect(() => {
    const kept = keptRun(runbookId, personId)?.heardAt ?? 0;
    setHeardAt((before) => Math.max(before, madeAt, kept));
  }, [runbookId, personId, madeAt]);
  useEffect(() => {
    if (hears) return () => setHeardAt(Date.now());
  }, [hears]);
  return heardAt;
}
