'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field-error';
import { useFieldErrors, useFieldId } from '@/components/ui/form-context';

/** The ticks that only a warning about a value brings up: the person may know better than a format does. */
export function AfterWarning() {
  return (
    <div className="grid empty:hidden">
      <TickAfter name="trim" label="Remove the white space at the ends" />
      <TickAfter name="keepAnyway" label="Keep anyway: I have checked where it comes from" />
    </div>
  );
}

function TickAfter({ name, label }: { name: string; label: string }) {
  const id = useFieldId(name);
  const messages = useFieldErrors(name);
  if (messages.length === 0) return null;
  return (
    <>
      <FieldError id={`${id}-error`} messages={messages} />
      <Checkbox id={id} size="touch" name={name} value="yes" label={label} />
    </>
  );
}
