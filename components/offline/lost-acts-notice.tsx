'use client';

import { Notice } from '@/components/ui/notice';
import { waitingWords } from './sign-out-question';
import { useWaitingActs } from './use-waiting-acts';

/** Beside a button that ends this session too: what of this device would be lost with it. */
export function LostActsNotice({ personId }: { personId: string }) {
  const acts = useWaitingActs(personId);
  if (acts.length === 0) return null;
  return (
    <Notice tone="warn" title={waitingWords(acts.length)}>
      <p>They lie on this device only, and are lost with the session. Open their run first to send them.</p>
    </Notice>
  );
}
