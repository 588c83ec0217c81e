import { Fragment } from 'react';
import { classNames } from './class-names';

export interface CodeProps {
  /** A slot key, a reference, a serial, a path. */
  children: string;
  className?: string;
}

/** A name from the machine's world, monospaced; where it has to break, it breaks after `_`, `/`, `-` or a dot. */
export function Code({ children, className }: CodeProps) {
  const pieces = children.split(/(?<=[_/.-])(?=[^_/.-])/);
  let offset = 0;
  return (
    <code className={classNames('font-mono [font-size:0.93em] [overflow-wrap:anywhere]', className)}>
      {pieces.map((piece) => {
        const at = offset;
        offset += piece.length;
        return (
          <Fragment key={at}>
            {at > 0 && <wbr />}
            {piece}
          </Fragment>
        );
      })}
    </code>
  );
}
