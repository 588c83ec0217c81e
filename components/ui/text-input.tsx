'use client';

import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlLook, useControl } from './field-context';

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'size' | 'maxLength' | 'type'> {
  type?: 'text' | 'email' | 'url' | 'tel' | 'search' | 'date' | 'number' | 'password';
  /** For keys, references, serials: monospaced, and left alone by spelling and capitals. */
  code?: boolean;
}

/** One line of text. It never cuts what is typed or pasted; too long is for the server to say. */
export function TextInput({ type = 'text', code = false, className, ...rest }: TextInputProps) {
  const { size, ...control } = useControl(rest);
  const plain = code ? ({ spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' } as const) : {};
  return (
    <input
      type={type}
      {...plain}
      {...rest}
      {...control}
      className={classNames(controlLook(size, control['aria-invalid']), code && 'font-mono', className)}
    />
  );
}
