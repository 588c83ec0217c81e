'use client';

import { useEffect, useRef } from 'react';
import { useFreshOnReturn } from '@/components/offline/use-fresh-on-return';
import { randomId } from './random-id';
import type { RunActions } from './run-actions';
import { useReachable } from './use-reachable';

interface RunWatchProps {
  runbookId: string;
  /** Notes that somebody came back, where that is so; the server decides. */
  resume: RunActions['resume'];
}

/** Tells the server that the run is open here, and fetches the present state whenever the page is looked at again. */
export function RunWatch({ runbookId, resume }: RunWatchProps) {
  const reachable = useReachable();
  const told = useRef(false);
  const visit = useRef('');
  useEffect(() => {
    if (told.current || !reachable) return;
    told.current = true;
    // Of the browser's own making: a page that was kept on the device holds the ids of an earlier visit.
    visit.current ||= randomId();
    resume(runbookId, visit.current).catch(() => {
      told.current = false;
    });
  }, [resume, runbookId, reachable]);
  useFreshOnReturn(reachable);
  return null;
}
