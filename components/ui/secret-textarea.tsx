'use client';

import { type ComponentProps, useState } from 'react';
import { Button } from './button';
import { classNames } from './class-names';
import { controlLook, useControl } from './field-context';

export type SecretTextareaProps = Omit<
  ComponentProps<'textarea'>,
  'maxLength' | 'value' | 'defaultValue' | 'autoComplete'
>;

/** A box for a secret of many lines, such as a service-account file: masked, but every line break survives. */
export function SecretTextarea({ className, rows = 4, ...rest }: SecretTextareaProps) {
  const { size, ...control } = useControl(rest);
  const [shown, setShown] = useState(false);
  return (
    <span className={classNames('grid justify-items-start gap-1.5', className)}>
      <textarea
        rows={rows}
        {...rest}
        {...control}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        wrap="off"
        className={classNames(
          controlLook(size, control['aria-invalid']),
          'max-h-96 font-mono',
          !shown && '[-webkit-text-security:disc]',
        )}
      />
      <Button variant="quiet" size="compact" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide what you typed' : 'Show what you typed'}
      </Button>
    </span>
  );
}
