'use client';

import { Button } from '@/components/ui/button';
import { type HoldRequest, useHoldDialog } from './hold-dialog';
import { HOLD_WORDS } from './hold-words';

/** Puts the step aside, after asking why. */
export function HoldButton(request: HoldRequest) {
  const ask = useHoldDialog();
  return (
    <Button size="touch" data-act={request.hold} aria-haspopup="dialog" onClick={() => ask(request)}>
      {HOLD_WORDS[request.hold].button}
    </Button>
  );
}
