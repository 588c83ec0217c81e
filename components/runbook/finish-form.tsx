'use client';

import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { classNames } from '@/components/ui/class-names';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import type { CaptureField } from '@/lib/runbook/run-view';
import { useOpenSteps } from './open-steps';
import type { RunFormAction } from './run-actions';

interface FinishFormProps {
  action: RunFormAction;
  stepId: string;
  hidden: ReactNode;
  fields: CaptureField[];
  /** The last output did not match, so that "done" needs a reason. */
  asksReason: boolean;
  /** Something comes first: the button is there, and says so, but does not invite. */
  waits: boolean;
}

/** "Done", with what the step wants to know. */
export function FinishForm({ action, stepId, hidden, fields, asksReason, waits }: FinishFormProps) {
  const { advance } = useOpenSteps();
  return (
    <ActionForm
      action={action}
      keepAfterOk
      onOk={() => advance(stepId)}
      className={classNames('gap-4', (fields.length > 0 || asksReason) && 'basis-full', 'max-sm:basis-full')}
    >
      {hidden}
      {fields.length > 0 && (
        <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
          {fields.map((field) => (
            <Captured key={field.name} field={field} />
          ))}
        </div>
      )}
      {asksReason && (
        <Field
          name="reason"
          label="The output did not match. Why is it done all the same?"
          size="touch"
          className="max-w-2xl"
        >
          <TextInput />
        </Field>
      )}
      <SubmitButton
        variant={waits ? 'secondary' : 'primary'}
        size="touch"
        data-act="done"
        busyLabel="Recording…"
        icon={<Check className="size-4" aria-hidden="true" />}
        className="justify-self-start max-sm:w-full"
      >
        Done
      </SubmitButton>
    </ActionForm>
  );
}

function Captured({ field }: { field: CaptureField }) {
  const { name, label, hint, kind, choices, value, optional } = field;
  return (
    <Field name={name} label={label} hint={hint} optional={optional} size="touch">
      {kind === 'choice' ? (
        <Select defaultValue={value} options={choices} />
      ) : (
        <TextInput
          type={kind}
          defaultValue={value}
          code={name.startsWith('machine.') || name === 'version'}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
