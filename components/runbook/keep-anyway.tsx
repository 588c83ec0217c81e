'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { useFieldErrors } from '@/components/ui/form-context';

/** Appears when a value does not fit a loose format: the person may know better than the format does. */
export function KeepAnyway() {
  const asked = useFieldErrors('keepAnyway').length > 0;
  return asked ? <Checkbox name="keepAnyway" value="yes" label="Keep it anyway" size="touch" /> : null;
}
