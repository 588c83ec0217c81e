import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';

type Tone = 'info' | 'ok' | 'warn' | 'bad';

const looks = {
  info: { icon: Info, box: 'bg-info-soft border-info/35', glyph: 'text-info', word: 'Note' },
  ok: { icon: CircleCheck, box: 'bg-ok-soft border-ok/35', glyph: 'text-ok', word: 'Done' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft border-warn/35', glyph: 'text-warn', word: 'Careful' },
  bad: { icon: CircleAlert, box: 'bg-bad-soft border-bad/35', glyph: 'text-bad', word: 'Problem' },
} as const;

export interface NoticeProps extends Omit<ComponentProps<'div'>, 'title'> {
  tone?: Tone;
  title?: ReactNode;
  /** One link or button that mends it. */
  action?: ReactNode;
}

/** Something to know before going on: an icon, its word for screen readers, and what to do. */
export function Notice({ tone = 'info', title, action, className, children, ...rest }: NoticeProps) {
  const { icon: Icon, box, glyph, word } = looks[tone];
  return (
    <div
      {...rest}
      className={classNames(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border px-3 py-2.5',
        box,
        className,
      )}
    >
      <Icon className={classNames('mt-px size-[1.125rem] flex-none', glyph)} aria-hidden="true" />
      <div className="min-w-0 max-w-prose flex-1 basis-48">
        <span className="sr-only">{word}: </span>
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
