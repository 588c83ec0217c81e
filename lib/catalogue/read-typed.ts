import type { EntryRef } from '@/lib/catalogue/entries';
import type { EntryField } from '@/lib/catalogue/entry-text';
import { readEntryForm } from '@/lib/catalogue/read-entry-form';
import { type FieldErrors, invalidInput } from '@/lib/errors';

/**
 * The part that was typed over what is there, not yet looked at for secrets. Throws `invalid`. `others` is what is wrong
 * elsewhere in the form, told in the same answer.
 */
export function readTyped(
  part: EntryRef['part'],
  present: object,
  fields: readonly EntryField[],
  typed: Readonly<Record<string, string>>,
  others: FieldErrors = {},
): object {
  const read = readEntryForm(part, present, fields, typed);
  const errors = { ...others, ...read.errors };
  if (read.errors !== undefined || Object.keys(errors).length > 0) throw invalidInput(errors);
  return read.entry;
}
