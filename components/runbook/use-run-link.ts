'use client';

import { useEffect, useRef, useState } from 'react';
import type { Cursor, RunChange, Watchers } from '@/lib/runbook/run-change';
import { type LinkState, RunLink } from './run-link';

/** A browser opens six connections to one place, for all its tabs: a page that nobody looks at gives its own back. */
const HIDDEN_MILLIS = 60_000;

interface Heard {
  onChanges: (changes: RunChange[]) => void;
  onStale: () => void;
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
    const link = new RunLink({
      address: `/api/runbooks/${runbookId}`,
      from: start.current,
      onChanges: (changes) => handlers.current.onChanges(changes),
      onStale: () => handlers.current.onStale(),
      onWatchers: setWatchers,
      onState: setState,
    });
    let resting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(resting);
      if (document.visibilityState === 'visible') link.open();
      else resting = setTimeout(() => link.pause(), HIDDEN_MILLIS);
    };
    const leave = () => link.pause();
    link.open();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    window.addEventListener('pageshow', look);
    window.addEventListener('pagehide', leave);
    return () => {
      clearTimeout(resting);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
      window.removeEventListener('pageshow', look);
      window.removeEventListener('pagehide', leave);
      link.stop();
    };
  }, [runbookId, open]);
  return { state, watchers };
}
