'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

interface RunWatchProps {
  /** Notes that somebody came back, where that is so; the server decides. */
  resume: () => Promise<unknown>;
}

const MIN_PAUSE_MILLIS = 5000;

/** Tells the server that the run is open here, and fetches the present state whenever the page is looked at again. */
export function RunWatch({ resume }: RunWatchProps) {
  const router = useRouter();
  const told = useRef(false);
  useEffect(() => {
    if (told.current) return;
    told.current = true;
    resume().catch(() => undefined);
  }, [resume]);
  useEffect(() => {
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
  }, [router]);
  return null;
}
