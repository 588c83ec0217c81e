'use client';

import { TriangleAlert } from 'lucide-react';
import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { useFieldErrors, useFieldId } from '@/components/ui/form-context';

interface WarningTickProps {
  componentId: string;
  name: string;
  warning: string;
  acknowledged: boolean;
}

/** A warning the client has to have heard, with the tick that says so. */
export function WarningTick({ componentId, name, warning, acknowledged }: WarningTickProps) {
  const field = `acknowledged.${componentId}`;
  const id = useFieldId(field);
  const errors = useFieldErrors(field);
  return (
    <>
      <p className="flex gap-2">
        <TriangleAlert className="mt-1 size-4 flex-none text-warn" aria-hidden="true" />
        <span className="max-w-prose">
          <span className="sr-only">Careful: </span>
          {warning}
        </span>
      </p>
      <FieldError id={`${id}-error`} messages={errors} />
      <Checkbox
        id={id}
        size="touch"
        name="acknowledged"
        value={componentId}
        defaultChecked={acknowledged}
        label={`The client has heard this and wants ${name} all the same`}
      />
    </>
  );
}
