'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';
import { watchInBetween } from './in-between';
import { ListLink } from './list-link';
import { RefreshPace } from './refresh-pace';
import { whileLookedAt } from './while-looked-at';

/** A session ends when nobody uses it for hours. A list that lies open does not keep it: it rests until it is touched. */
const UNTOUCHED_MILLIS = 4 * 3_600_000;

/** Reads a page that lists runs anew when something in them moved. `mark` says how they stood when it was made. */
export function LiveLists({ mark }: { mark: string }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const shown = useRef(mark);
  const pace = useRef<RefreshPace | null>(null);
  useEffect(() => {
    shown.current = mark;
  }, [mark]);
  useEffect(() => {
    const inBetween = watchInBetween();
    const refreshes = new RefreshPace({
      refresh: () => startTransition(() => router.refresh()),
      shown: () => shown.current,
      isBusy: inBetween.isBusy,
    });
    pace.current = refreshes;
    const link = new ListLink({ shown: () => shown.current, onMoved: (moved) => refreshes.ask(moved) });
    const leave = whileLookedAt(link, UNTOUCHED_MILLIS);
    return () => {
      leave();
      link.pause();
      refreshes.stop();
      inBetween.stop();
    };
  }, [router]);
  useEffect(() => {
    if (!isPending) pace.current?.arrived();
  }, [isPending]);
  return null;
}
