'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { classNames } from './class-names';
import { controlLook, useControl } from './field-context';

export type SecretInputProps = Omit<
  ComponentProps<'input'>,
  'type' | 'size' | 'maxLength' | 'value' | 'defaultValue' | 'autoComplete'
>;

/**
 * A box to type or paste a secret into. It starts empty, always: a stored value is never sent here, so showing it
 * only ever shows what this person has just typed. The value stays in the element, never in state.
 */
export function SecretInput({ className, ...rest }: SecretInputProps) {
  const { size, ...control } = useControl(rest);
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <span className={classNames('relative block', className)}>
      <input
        {...rest}
        {...control}
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        className={`${controlLook(size, control['aria-invalid'])} pr-12 font-mono`}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label="Show what I typed"
        title={shown ? 'Hide what you typed' : 'Show what you typed'}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-md text-ink-muted hover:text-ink"
      >
        <Icon className="size-4" aria-hidden="true" />
      </button>
    </span>
  );
}
