'use client';

import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlLook, useControl } from './field-context';

export interface TextareaProps extends Omit<ComponentProps<'textarea'>, 'maxLength'> {
  code?: boolean;
}

/** Several lines of text; it grows with what is typed where the browser can. */
export function Textarea({ code = false, rows = 4, className, ...rest }: TextareaProps) {
  const { size, ...control } = useControl(rest);
  const plain = code ? ({ spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' } as const) : {};
  return (
    <textarea
      rows={rows}
      {...plain}
      {...rest}
      {...control}
      className={classNames(
        controlLook(size, control['aria-invalid']),
        'field-sizing-content max-h-96',
        code && 'font-mono',
        className,
      )}
    />
  );
}
