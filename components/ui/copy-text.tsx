'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import type { ButtonSize, ButtonVariant } from './button-look';
import { classNames } from './class-names';
import { takeClipboard } from './clipboard-holder';
import { LiveRegion } from './live-region';

export interface CopyTextProps {
  /** What to copy. Never a secret: this text is part of the page. */
  text: string;
  label?: string;
  /** What is copied, for screen readers: "the command". */
  what?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  iconOnly?: boolean;
  className?: string;
}

type Outcome = 'none' | 'copied' | 'refused';
const SHOWN_MILLIS = 2500;
const BY_HAND = 'Not copied. Select the text and copy it by hand.';
const icons = { none: Copy, copied: Check, refused: X };
const said: Record<Outcome, string> = { none: '', copied: 'Copied', refused: BY_HAND };

/** Copies a piece of the page. It says "Copied" once the clipboard took it, and not before. */
export function CopyText({
  text,
  label = 'Copy',
  what = '',
  variant = 'quiet',
  size = 'compact',
  iconOnly,
  className,
}: CopyTextProps) {
  const [outcome, setOutcome] = useState<Outcome>('none');
  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [outcome]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      takeClipboard();
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  }
  const Icon = icons[outcome];
  return (
    <span className={classNames('relative inline-flex', className)}>
      <Button
        variant={variant}
        size={size}
        onClick={copy}
        icon={<Icon className="size-4" aria-hidden="true" />}
      >
        {!iconOnly && (
          <span className="grid justify-items-start" aria-hidden="true">
            <span className={classNames('col-start-1 row-start-1', outcome === 'copied' && 'invisible')}>
              {label}
            </span>
            <span className={classNames('col-start-1 row-start-1', outcome !== 'copied' && 'invisible')}>
              Copied
            </span>
          </span>
        )}
        <span className="sr-only">{`${label} ${what}`.trim()}</span>
      </Button>
      {outcome === 'refused' && (
        <span
          aria-hidden="true"
          className="absolute top-full right-0 z-20 mt-1 w-56 rounded-md bg-raised px-3 py-2 text-13 text-bad shadow-float"
        >
          {BY_HAND}
        </span>
      )}
      <LiveRegion message={said[outcome]} />
    </span>
  );
}
