import { Fragment } from 'react';
import { classNames } from './class-names';

/** A slot's key in mono. Where room is short it breaks after an underscore, not inside a word. */
export function SlotKey({ name, className }: { name: string; className?: string }) {
  return (
    <code className={classNames('wrap-anywhere font-mono', className)}>
      {name.split(/(?<=_)/).map((part, index) => (
        <Fragment key={`${index}-${part}`}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
