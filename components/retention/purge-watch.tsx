'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';

interface PurgeWatchProps {
  /** What stands here while the board is at it. */
  meanwhile: ReactNode;
  /** What stands here once that took longer than it should. */
  otherwise: ReactNode;
}

const PAUSE_MILLIS = 2000;
const LOOKS = 30;

/** Looks again every two seconds until the purge is done and the page another one; gives up after a minute. */
export function PurgeWatch({ meanwhile, otherwise }: PurgeWatchProps) {
  const router = useRouter();
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    let left = LOOKS;
    const timer = setInterval(() => {
      if (left === 0) {
        clearInterval(timer);
        setWaiting(false);
        return;
      }
      left -= 1;
      router.refresh();
    }, PAUSE_MILLIS);
    return () => clearInterval(timer);
  }, [router]);
  return waiting ? meanwhile : otherwise;
}
