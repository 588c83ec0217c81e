'use client';

import { useSyncExternalStore } from 'react';
import type { WaitingAct } from '@/lib/runbook/offline-acts';
import { waitingActs, watchWaitingActs } from './kept-here';

const none: readonly WaitingAct[] = [];

/** The acts of a person that wait on this device for the network, of all runs, oldest first. */
export function useWaitingActs(personId: string): readonly WaitingAct[] {
  return useSyncExternalStore(
    watchWaitingActs,
    () => waitingActs(personId),
    () => none,
  );
}
