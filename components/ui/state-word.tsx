import {
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleSlash,
  CircleX,
  ClipboardCheck,
  ClockAlert,
  Hourglass,
  Laptop,
  type LucideIcon,
  RotateCw,
  SkipForward,
  Sparkles,
  User,
} from 'lucide-react';
import { classNames } from './class-names';

interface Look {
  icon: LucideIcon;
  word: string;
  tone: string;
}

const looks = {
  missing: { icon: CircleDashed, word: 'missing', tone: 'text-warn' },
  stored: { icon: Check, word: 'stored', tone: 'text-ink' },
  generated: { icon: Sparkles, word: 'generated', tone: 'text-ink' },
  pasted: { icon: ClipboardCheck, word: 'pasted', tone: 'text-ink' },
  'signed-in': { icon: Laptop, word: 'signed in', tone: 'text-ink' },
  expired: { icon: ClockAlert, word: 'expired', tone: 'text-bad' },
  'rotation-due': { icon: RotateCw, word: 'due for rotation', tone: 'text-warn' },
  revoked: { icon: CircleSlash, word: 'revoked', tone: 'text-ink-muted' },
  removed: { icon: CircleSlash, word: 'removed', tone: 'text-ink-muted' },
  spent: { icon: CircleSlash, word: 'spent', tone: 'text-ink-muted' },
  todo: { icon: CircleDashed, word: 'to do', tone: 'text-ink-muted' },
  claimed: { icon: User, word: 'claimed', tone: 'text-info' },
  current: { icon: CircleDot, word: 'now', tone: 'text-accent' },
  done: { icon: CircleCheck, word: 'done', tone: 'text-ok' },
  failed: { icon: CircleX, word: 'failed', tone: 'text-bad' },
  blocked: { icon: Ban, word: 'blocked', tone: 'text-bad' },
  skipped: { icon: SkipForward, word: 'skipped', tone: 'text-ink-muted' },
  waived: { icon: SkipForward, word: 'waived', tone: 'text-ink-muted' },
  waiting: { icon: Hourglass, word: 'waiting for client', tone: 'text-warn' },
  problem: { icon: CircleAlert, word: 'problem', tone: 'text-bad' },
  'not-started': { icon: CircleDashed, word: 'not started', tone: 'text-info' },
  'in-progress': { icon: CircleDot, word: 'in progress', tone: 'text-info' },
  'cannot-start': { icon: CircleSlash, word: 'cannot start yet', tone: 'text-ink-muted' },
  completed: { icon: Check, word: 'completed', tone: 'text-ink' },
} satisfies Record<string, Look>;

export type State = keyof typeof looks;

export interface StateWordProps {
  state: State;
  /** Other words for the same state, such as "stored, 73 characters". */
  children?: React.ReactNode;
  /** Leaves the word to screen readers where the place is too narrow; the icon's shape still tells. */
  iconOnly?: boolean;
  className?: string;
}

/** A state as an icon and its word. Finished things are plain, so that open ones stand out. */
export function StateWord({ state, children, iconOnly = false, className }: StateWordProps) {
  const { icon: Icon, word, tone } = looks[state];
  return (
    <span className={classNames('inline-flex items-baseline gap-1.5', tone, className)}>
      <Icon className="size-4 flex-none self-center" aria-hidden="true" />
      <span className={iconOnly ? 'sr-only' : undefined}>{children ?? word}</span>
    </span>
  );
}
