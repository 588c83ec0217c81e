import type { ReactNode } from 'react';
import { classNames } from './class-names';

export type BadgeTone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad' | 'info' | 'device' | 'vault';

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-sunken text-ink-muted ring-line',
  accent: 'bg-accent-soft text-accent ring-accent/25',
  ok: 'bg-ok-soft text-ok ring-ok/25',
  warn: 'bg-warn-soft text-warn ring-warn/25',
  bad: 'bg-bad-soft text-bad ring-bad/25',
  info: 'bg-info-soft text-info ring-info/25',
  device: 'bg-device-soft text-device ring-device/25',
  vault: 'bg-vault-soft text-vault ring-vault/25',
};

export interface BadgeProps {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A small label that classifies the thing beside it. Words carry the meaning; the tint only helps to find it. */
export function Badge({ tone = 'neutral', icon, children, className }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-12 ring-1 ring-inset',
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
