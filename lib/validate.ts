import type { z } from 'zod';
import { type FieldErrors, invalidInput } from '@/lib/errors';

/** Parses or throws `invalid` with each problem under its field's name. The input itself is not in the error. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fieldErrors: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const field = issue.path.join('.') || 'form';
    fieldErrors[field] = [...(fieldErrors[field] ?? []), issue.message];
  }
  throw invalidInput(fieldErrors);
}

/** A form's text fields as an object; files are left out, and of repeated names the last stands. */
export function formFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string' && !name.startsWith('$ACTION')) fields[name] = value;
  }
  return fields;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be an id at all: PostgreSQL would answer anything else with an error instead of nothing. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
