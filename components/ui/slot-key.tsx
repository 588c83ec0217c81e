import { Fragment } from 'react';
import { classNames } from './class-names';

/** A slot's key in mono. Where room is short it breaks after an underscore, not inside a word. */
export function SlotKey({ name, className }: { name: string; className?: string }) {
  return (
    <code className={classNames('wrap-anywhere font-mono', className)}>
      {[...name.matchAll(/[^_]*_|[^_]+/g)].map(({ 0: part, index: at }) => (
        <Fragment key={at}>
          {at > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
