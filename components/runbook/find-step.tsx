'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { focusStep, STEP_ELEMENTS } from './step-focus';

export const FIND_STEP_ID = 'find-step';

interface FindStepProps {
  text: string;
  onText: (text: string) => void;
  /** Enter goes to the first that fits. */
  onGo: () => void;
}

/** Finds a step by its words, its component or its slots. Esc clears, and goes back to where the keyboard was. */
export function FindStep({ text, onText, onGo }: FindStepProps) {
  const cameFrom = useRef<EventTarget | null>(null);
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') {
      event.preventDefault();
      onGo();
    }
    if (event.key !== 'Escape') return;
    onText('');
    const before = cameFrom.current;
    if (!(before instanceof HTMLElement) || !before.isConnected) return event.currentTarget.blur();
    if (before.matches(STEP_ELEMENTS)) focusStep(before);
    else before.focus();
  }
  return (
    <search className="relative block">
      <Search
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-muted"
        aria-hidden="true"
      />
      <input
        id={FIND_STEP_ID}
        type="search"
        aria-label="Find a step"
        placeholder="Find a step"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onFocus={(event) => {
          cameFrom.current = event.relatedTarget;
        }}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-8 w-full rounded-md border border-line bg-surface pr-8 pl-8 text-13 hover:border-line-strong focus-visible:-outline-offset-2 pointer-coarse:h-11 pointer-coarse:text-16"
      />
      <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-muted">
        <Kbd>/</Kbd>
      </span>
    </search>
  );
}
