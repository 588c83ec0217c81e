import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { CopyText } from './copy-text';
import { PrivateAddresses } from './private-addresses';

export interface CommandBlockProps {
  /** The command as it is to be typed, leading blanks included. */
  command: string;
  /** What it is for, read before it by screen readers. */
  label?: string;
  /** What the copy button copies, for screen readers. */
  what?: string;
  /** `output` is shown without a copy button: it is read, not typed. */
  kind?: 'command' | 'output';
  /** People who may stand in it: hidden while the screen is shared. */
  names?: readonly string[];
  /** Further buttons beside Copy. */
  actions?: ReactNode;
  className?: string;
}

/** A command, exactly as it goes into the terminal. It wraps on a phone; the page never moves sideways. */
export function CommandBlock({
  command,
  label = 'Command',
  what = 'the command',
  kind = 'command',
  names,
  actions,
  className,
}: CommandBlockProps) {
  return (
    <figure
      aria-label={label}
      className={classNames(
        'break-avoid flex min-w-0 items-start gap-2 rounded-md border border-line bg-command max-sm:flex-col',
        className,
      )}
    >
      <pre className="min-w-0 flex-1 self-stretch whitespace-pre-wrap px-3 py-2.5 max-sm:pb-0.5 font-mono text-13 text-command-ink leading-5 [overflow-wrap:anywhere] print:text-12">
        <code>
          <PrivateAddresses text={command} {...(names && { names })} />
        </code>
      </pre>
      {(kind === 'command' || actions) && (
        <div className="flex flex-none flex-wrap items-center gap-1 p-1 max-sm:self-end max-sm:pt-0 print:hidden">
          {kind === 'command' && <CopyText text={command} what={what} />}
          {actions}
        </div>
      )}
    </figure>
  );
}
