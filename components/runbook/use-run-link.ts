'use client';

import { useEffect, useRef, useState } from 'react';
import type { Cursor, RunChange, Watchers } from '@/lib/runbook/run-change';
import { Gather } from './gather';
import { type LinkState, RunLink } from './run-link';
import { whileLookedAt } from './while-looked-at';

interface Heard {
  onChanges: (changes: RunChange[]) => void;
  onStale: () => void;
  /** What time it is on the server, as an ISO text. */
  onClock: (at: string) => void;
}

/** Keeps the page's line to its run while it is open and looked at. `open` is false for a run that is over. */
export function useRunLink(runbookId: string, from: Cursor, open: boolean, heard: Heard) {
  const [state, setState] = useState<LinkState>('connecting');
  const [watchers, setWatchers] = useState<Watchers | null>(null);
  const handlers = useRef(heard);
  const start = useRef(from);
  useEffect(() => {
    handlers.current = heard;
  });
  useEffect(() => {
    if (!open) return;
    const gather = new Gather<RunChange>((changes) => handlers.current.onChanges(changes));
    const link = new RunLink({
      address: `/api/runbooks/${runbookId}`,
      from: start.current,
      onChanges: (changes) => gather.add(changes),
      onStale: () => handlers.current.onStale(),
      onClock: (at) => handlers.current.onClock(at),
      onWatchers: setWatchers,
      onState: setState,
    });
    const leave = whileLookedAt(link);
    return () => {
      leave();
      link.stop();
      gather.stop();
    };
  }, [runbookId, open]);
  return { state, watchers };
}
