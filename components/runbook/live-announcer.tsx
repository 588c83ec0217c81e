'use client';

import { useEffect, useRef, useState } from 'react';
import { LiveRegion } from '@/components/ui/live-region';
import type { RunChange } from '@/lib/runbook/run-change';
import { useLink, useLiveRun } from './live-run';

/** What comes within this time is said in one sentence, so that nobody is talked over. */
const GATHER_MILLIS = 700;

/** Says to screen readers what others did, once, without moving anything. */
export function LiveAnnouncer() {
  const { foreign } = useLink();
  const { step } = useLiveRun();
  const said = useRef(new Set<string>());
  const [message, setMessage] = useState('');
  useEffect(() => {
    const fresh = foreign.filter((change) => !said.current.has(keyOf(change)));
    if (fresh.length === 0) return;
    const timer = setTimeout(() => {
      for (const change of fresh) said.current.add(keyOf(change));
      const last = fresh.at(-1);
      if (last !== undefined) setMessage(sentence(last, fresh.length, step.get(last.stepId ?? '')?.position));
    }, GATHER_MILLIS);
    return () => clearTimeout(timer);
  }, [foreign, step]);
  return <LiveRegion message={message} />;
}

function keyOf({ source, seq }: RunChange): string {
  return `${source}-${seq}`;
}

function sentence({ by, words }: RunChange, count: number, position: number | undefined): string {
  const place = position === undefined ? '' : `Step ${position}: `;
  const others = count === 1 ? '' : `${count} changes by others. The last: `;
  return `${others}${place}${by} ${words}.`;
}
