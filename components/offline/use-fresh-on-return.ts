'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const MIN_PAUSE_MILLIS = 5000;

/** Reads the page anew when somebody comes back to its window or its tab. */
export function useFreshOnReturn(reachable: boolean): void {
  const router = useRouter();
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
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [router, reachable]);
}
