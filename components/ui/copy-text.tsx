'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import type { ButtonSize, ButtonVariant } from './button-look';
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

const words: Record<Outcome, string> = { none: '', copied: 'Copied', refused: 'Not copied' };
const icons = { none: Copy, copied: Check, refused: X };

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
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MILLIS);
    return () => clearTimeout(timer);
  }, [outcome]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  }
  const Icon = icons[outcome];
  const shown = outcome === 'none' ? label : words[outcome];
  return (
    <Button
      variant={variant}
      size={size}
      onClick={copy}
      className={className}
      title={outcome === 'refused' ? 'The browser refused. Select the text and copy it by hand.' : undefined}
      icon={<Icon className="size-4" aria-hidden="true" />}
    >
      {iconOnly ? null : (
        <span className="grid justify-items-start" aria-hidden="true">
          <span className="invisible col-start-1 row-start-1">{label}</span>
          <span className="invisible col-start-1 row-start-1">{words.refused}</span>
          <span className="col-start-1 row-start-1">{shown}</span>
        </span>
      )}
      <span className="sr-only">{`${label} ${what}`.trim()}</span>
      <LiveRegion
        message={outcome === 'refused' ? 'Not copied. Select the text and copy it by hand.' : words[outcome]}
      />
    </Button>
  );
}
