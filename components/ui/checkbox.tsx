'use client';

import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';
import { useControl } from './field-context';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'size'> {
  label: ReactNode;
  hint?: ReactNode;
  /** `touch` gives the whole row 44 px, `regular` 32 px (44 px under a thumb). */
  size?: 'regular' | 'touch';
}

/** One thing to tick. The whole row is the target. */
export function Checkbox({ label, hint, size = 'regular', className, ...rest }: CheckboxProps) {
  const { size: _fieldSize, required: _required, ...control } = useControl(rest);
  return (
    <label
      className={classNames(
        'flex cursor-pointer items-start gap-3 rounded-md has-disabled:cursor-not-allowed has-disabled:text-ink-muted',
        size === 'touch'
          ? 'min-h-11 py-2.5 text-16'
          : 'min-h-8 py-1.5 text-14 pointer-coarse:min-h-11 pointer-coarse:py-3',
        className,
      )}
    >
      <input
        type="checkbox"
        {...rest}
        {...control}
        className={classNames('checkbox-box rounded-sm', size === 'touch' ? 'mt-[3px]' : 'mt-px')}
      />
      <span>
        {label}
        {hint && <span className="block text-ink-muted">{hint}</span>}
      </span>
    </label>
  );
}
