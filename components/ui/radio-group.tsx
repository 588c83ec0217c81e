'use client';

import { type ReactNode, useContext } from 'react';
import { classNames } from './class-names';
import { FieldError } from './field-error';
import { FormContext, fieldId, useFieldErrors } from './form-context';

interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Further questions that only make sense with this answer. They are hidden, not removed, without it. */
  reveals?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  options: RadioOption[];
  defaultValue?: string;
  optional?: boolean;
  size?: 'regular' | 'touch';
  /** The legend is the page's question and is drawn as its heading. */
  asHeading?: boolean;
  errors?: string[];
  onValueChange?: (value: string) => void;
}

/** One answer out of a few. The first option carries the id that the error summary leads to. */
export function RadioGroup(props: RadioGroupProps) {
  const {
    name,
    legend,
    hint,
    options,
    defaultValue,
    optional = false,
    size = 'regular',
    asHeading = false,
  } = props;
  const form = useContext(FormContext);
  const fromForm = useFieldErrors(name);
  const messages = props.errors ?? fromForm;
  const id = fieldId(form.id, name);
  const describedBy = [hint && `${id}-hint`, messages.length > 0 && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div
      className={classNames(
        size === 'touch' ? 'text-16' : 'text-14',
        messages.length > 0 && 'border-bad border-l-4 pl-3',
      )}
    >
      <fieldset aria-describedby={describedBy || undefined} className="min-w-0">
        <legend className={asHeading ? 'font-semibold text-20 tracking-tight' : 'font-medium'}>
          {legend}
          {optional && <span className="font-normal text-ink-muted"> (optional)</span>}
        </legend>
        {hint && (
          <div id={`${id}-hint`} className="mt-1 max-w-prose text-ink-muted">
            {hint}
          </div>
        )}
        <div className="mt-1.5">
          <FieldError id={`${id}-error`} messages={messages} />
        </div>
        <div className="mt-1 grid">
          {options.map((option, index) => (
            <RadioRow
              key={option.value}
              option={option}
              id={index === 0 ? id : `${id}-${index}`}
              name={name}
              size={size}
              defaultChecked={option.value === defaultValue}
              onValueChange={props.onValueChange}
            />
          ))}
        </div>
      </fieldset>
    </div>
  );
}

interface RadioRowProps {
  option: RadioOption;
  id: string;
  name: string;
  size: 'regular' | 'touch';
  defaultChecked: boolean;
  onValueChange: ((value: string) => void) | undefined;
}

function RadioRow({ option, id, name, size, defaultChecked, onValueChange }: RadioRowProps) {
  return (
    <div className="group/radio">
      <label
        className={classNames(
          'flex cursor-pointer items-start gap-3 rounded-md has-disabled:cursor-not-allowed has-disabled:text-ink-muted',
          size === 'touch' ? 'min-h-11 py-2.5' : 'min-h-8 py-1.5 pointer-coarse:min-h-11 pointer-coarse:py-3',
        )}
      >
        <input
          type="radio"
          id={id}
          name={name}
          value={option.value}
          defaultChecked={defaultChecked}
          disabled={option.disabled}
          onChange={onValueChange && (() => onValueChange(option.value))}
          className={classNames('checkbox-box', size === 'touch' ? 'mt-[3px]' : 'mt-px')}
        />
        <span>
          {option.label}
          {option.hint && <span className="block max-w-prose text-ink-muted">{option.hint}</span>}
        </span>
      </label>
      {option.reveals && (
        <div className="mt-1 mb-3 ml-2 hidden border-line-strong border-l-2 py-1 pl-5 group-has-[>label>input:checked]/radio:block">
          {option.reveals}
        </div>
      )}
    </div>
  );
}
