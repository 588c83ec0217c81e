'use client';

import { useEffect } from 'react';
import { PROVED_CHANNEL } from '@/components/auth/proof-ways';

/** Tells the tab that asked, and closes this one where the browser lets a page close itself. */
export function ProvedSignal() {
  useEffect(() => {
    const channel = new BroadcastChannel(PROVED_CHANNEL);
    channel.postMessage('proved');
    channel.close();
    window.close();
  }, []);
  return null;
}
