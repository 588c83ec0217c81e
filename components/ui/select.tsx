'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlLook, useControl } from './field-context';

export interface SelectProps extends Omit<ComponentProps<'select'>, 'size' | 'multiple'> {
  options: { value: string; label: string; disabled?: boolean }[];
}

/** A native choice of one. */
export function Select({ options, className, ...rest }: SelectProps) {
  const { size, ...control } = useControl(rest);
  return (
    <span className={classNames('relative block', className)}>
      <select
        {...rest}
        {...control}
        className={`${controlLook(size, control['aria-invalid'])} appearance-none pr-9`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-muted"
        aria-hidden="true"
      />
    </span>
  );
}
