import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface ProgressBarProps {
  value: number;
  max: number;
  /** What is counted, for screen readers: "Steps done". */
  label: string;
  /** The words beside the bar; without them "21 of 38". Pass null for a bar alone. */
  children?: ReactNode;
  /** Silent for long, or blocked. */
  tone?: 'accent' | 'warn' | 'ok';
  className?: string;
}

const tones = { accent: '', warn: 'text-warn', ok: 'text-ok' };

/** How far something has come, as a bar and in words. */
export function ProgressBar({ value, max, label, children, tone = 'accent', className }: ProgressBarProps) {
  return (
    <span className={classNames('flex min-w-0 items-center gap-3', className)}>
      <progress
        className={classNames('progress-bar min-w-12', tones[tone])}
        value={value}
        max={Math.max(max, 1)}
        aria-label={label}
      />
      {children !== null && (
        <span className="min-w-15 flex-none whitespace-nowrap text-right text-13 tabular-nums">
          {children ?? `${value} of ${max}`}
        </span>
      )}
    </span>
  );
}
