import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface PrivateTextProps {
  /** What stands there instead while the screen is shared: "a colleague", "a vault reference". */
  instead?: string;
  className?: string;
  children: ReactNode;
}

/** Text that a guest at the screen has no business with: not drawn at all while the screen is shared. */
export function PrivateText({ instead = 'a colleague', className, children }: PrivateTextProps) {
  return (
    <span className={classNames('private-text', className)} data-instead={instead}>
      <span>{children}</span>
    </span>
  );
}
