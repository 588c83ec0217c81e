'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { useFieldErrors, useFieldId } from '@/components/ui/form-context';
import { Notice } from '@/components/ui/notice';

/** What a change does beyond itself, once the server has said so, with the tick that lets it happen. */
export function ConfirmEffects() {
  const effects = useFieldErrors('confirm');
  const id = useFieldId('confirm');
  if (effects.length === 0) return null;
  return (
    <Notice tone="warn" title="This changes more than the answer">
      <ul className="list-disc pl-5">
        {effects.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      <Checkbox id={id} name="confirm" value="yes" label="Change it all the same" />
    </Notice>
  );
}
