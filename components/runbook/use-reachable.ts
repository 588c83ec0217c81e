'use client';

import { useOnline } from '@/components/offline/use-online';
import { useLink } from './live-run';

/** Whether the board answers, as far as the page knows: the device has a network, and the run's line is not dead. */
export function useReachable(): boolean {
  const { state } = useLink();
  return useOnline() && state !== 'offline';
}
