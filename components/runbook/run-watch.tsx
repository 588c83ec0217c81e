'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { randomId } from './random-id';
import type { RunActions } from './run-actions';
import { useReachable } from './use-reachable';

interface RunWatchProps {
  runbookId: string;
  /** Notes that somebody came back, where that is so; the server decides. */
  resume: RunActions['resume'];
}

const MIN_PAUSE_MILLIS = 5000;

/** Tells the server that the run is open here, and fetches the present state whenever the page is looked at again. */
export function RunWatch({ runbookId, resume }: RunWatchProps) {
  const router = useRouter();
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
  useEffect(() => {
    // Without a network, reading the page again would be leaving it.
    if (!reachable) return;
    let last = Date.now();
    const look = () => {
      if (document.visibilityState !== 'visible' || Date.now() - last < MIN_PAUSE_MILLIS) return;
      last = Date.now();
      router.refresh();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
      window.removeEventListener('online', look);
    };
  }, [router, reachable]);
  return null;
}
