'use client';

import { type ReactNode, useRef, useState, useTransition } from 'react';
import { NeedsNetwork } from '@/components/offline/needs-network';
import { runFromBrowser } from '@/components/ui/action-failure';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { idle } from '@/lib/action-state';
import type { RunFormAction } from './run-actions';

interface PastedTickProps {
  placed: boolean;
  place: RunFormAction;
  unplace: RunFormAction;
  hidden: ReactNode;
  /** Who ticked it, and when. */
  hint: ReactNode;
}

/** "Mark pasted": sends itself when ticked, and the untick is an event of its own. */
export function PastedTick({ placed, place, unplace, hidden, hint }: PastedTickProps) {
  const form = useRef<HTMLFormElement>(null);
  const [pending, startTransition] = useTransition();
  const [ticked, setTicked] = useState(placed);
  const [failure, setFailure] = useState<string | null>(null);

  function send(wanted: boolean) {
    const data = new FormData(form.current ?? undefined);
    setTicked(wanted);
    setFailure(null);
    startTransition(async () => {
      const result = await runFromBrowser(() => (wanted ? place : unplace)(idle, data));
      if (result.status === 'ok') return;
      setTicked(!wanted);
      setFailure(
        result.status === 'failed' ? result.message : 'Not recorded. Reload the page, then try again.',
      );
    });
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} className="print:hidden">
      {hidden}
      <Checkbox
        label="Mark pasted"
        hint={hint}
        size="touch"
        checked={ticked}
        aria-busy={pending || undefined}
        onChange={(event) => {
          if (!pending) send(event.currentTarget.checked);
        }}
      />
      <NeedsNetwork act="Marking it pasted" />
      {failure && <FieldError id="" messages={[failure]} />}
    </form>
  );
}
