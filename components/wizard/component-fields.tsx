'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { useFieldErrors, useFieldId } from '@/components/ui/form-context';
import { WarningTick } from './warning-tick';

export interface ComponentChoice {
  id: string;
  name: string;
  summary: string;
  minutes: number;
  leadTime: string | null;
  /** Present on add-ons that are not sold before the client has heard it. */
  warning: string | null;
  chosen: boolean;
  /** Part of every machine: shown, and not to be taken out. */
  fixed: boolean;
}

export interface ComponentFieldsProps {
  groups: { title: string; hint?: string; choices: ComponentChoice[] }[];
  acknowledged: readonly string[];
}

/** The questions of "What gets installed?": what the package brings is ticked, the rest can be added. */
export function ComponentFields({ groups, acknowledged }: ComponentFieldsProps) {
  return groups.map(({ title, hint, choices }) => (
    <fieldset key={title} className="text-16">
      <legend className="font-semibold">{title}</legend>
      {hint && <p className="max-w-prose text-ink-muted">{hint}</p>}
      <div className="mt-1 grid divide-y divide-line border-line border-y">
        {choices.map((choice) => (
          <ComponentRow key={choice.id} choice={choice} acknowledged={acknowledged.includes(choice.id)} />
        ))}
      </div>
    </fieldset>
  ));
}

function ComponentRow({ choice, acknowledged }: { choice: ComponentChoice; acknowledged: boolean }) {
  const { id, name, summary, minutes, leadTime, warning, chosen, fixed } = choice;
  const field = `requires.${id}`;
  const boxId = useFieldId(field);
  const errors = useFieldErrors(field);
  const facts = [`${minutes} min`, leadTime, fixed && 'part of every machine'].filter(Boolean).join(' · ');
  return (
    <div className="group/component">
      <FieldError id={`${boxId}-error`} messages={errors} />
      <Checkbox
        id={boxId}
        size="touch"
        name="components"
        value={id}
        defaultChecked={chosen}
        disabled={fixed}
        label={name}
        hint={
          <>
            {summary} <span className="text-13 tabular-nums">{facts}</span>
          </>
        }
      />
      {warning && (
        <div className="mb-3 ml-2 hidden border-warn border-l-2 py-1 pl-5 group-has-[>label>input:checked]/component:block">
          <WarningTick componentId={id} name={name} warning={warning} acknowledged={acknowledged} />
        </div>
      )}
    </div>
  );
}
