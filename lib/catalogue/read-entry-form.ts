import { ENTRY_SCHEMAS, type EntryRef } from '@/lib/catalogue/entries';
import {
  type EntryField,
  fieldName,
  fieldText,
  readFieldText,
  setValueAt,
  textsIn,
} from '@/lib/catalogue/entry-text';
import { issueWords } from '@/lib/catalogue/issue-words';
import type { FieldErrors } from '@/lib/errors';

/** What a form came to: the part as it would be, or what is wrong, by field. */
export type ReadEntry = { entry: object; errors?: undefined } | { errors: FieldErrors };

/** Groups that stand or fall with one of their fields, and what is there instead where the schema wants `null`. */
const GROUPS = [
  { group: 'format', decides: 'pattern' },
  { group: 'whereToGet', decides: 'label' },
] as const;

/** PostgreSQL keeps neither; JSON can spell both. */
const NOT_TEXT = /\0|\p{Surrogate}/u;
const BROKEN = 'This holds a broken character, which is no text. Take out what looks odd.';

/**
 * Lays what was typed over a part and checks it by the part's schema. What has no field stays as it is; ids and keys
 * are never edited. `typed` is by field name.
 */
export function readEntryForm(
  part: EntryRef['part'],
  present: object,
  fields: readonly EntryField[],
  typed: Readonly<Record<string, string>>,
): ReadEntry {
  const errors: FieldErrors = {};
  let entry: object = structuredClone(present);
  for (const field of fields) {
    const text = typed[fieldName(field)] ?? '';
    // What nobody typed in stays as it is, an empty list included.
    if (text === fieldText(present, field) && (text !== '' || field.optional)) continue;
    const read = readFieldText(field, text);
    if ('wrong' in read) errors[fieldName(field)] = [read.wrong];
    else if (field.path !== '') setValueAt(entry, field.path, read.value);
    else if (typeof read.value === 'object' && read.value !== null) entry = read.value;
    else errors[fieldName(field)] = ['This has to be an object, in braces.'];
  }
  if (Object.keys(errors).length > 0) return { errors };
  if (fields.some(({ path }) => path !== '')) dropEmptyGroups(part, entry);
  const parsed = ENTRY_SCHEMAS[part].safeParse(entry);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const { name, rest } = placeOf(fields, issue.path.map(String));
      errors[name] = [...(errors[name] ?? []), issueWords(issue, rest)];
    }
    return { errors };
  }
  for (const { path, text } of textsIn(parsed.data)) {
    if (NOT_TEXT.test(text)) errors[placeOf(fields, path).name] = [BROKEN];
  }
  if (Object.keys(errors).length > 0) return { errors };
  const changedId = idChange(present, parsed.data);
  return changedId === null ? { entry: parsed.data } : { errors: { whole: [changedId] } };
}

/** Emptied of what decides it, a group is gone: a slot says so with null, a setting with nothing. */
function dropEmptyGroups(part: EntryRef['part'], entry: object): void {
  const record = entry as Record<string, unknown>;
  for (const { group, decides } of GROUPS) {
    const value = record[group];
    if (typeof value !== 'object' || value === null || decides in value) continue;
    if (part === 'slot') record[group] = null;
    else delete record[group];
  }
}

/** The field that a place in the part belongs to, and what of the place is left inside it. */
export function placeOf(
  fields: readonly EntryField[],
  path: readonly string[],
): { name: string; rest: string } {
  const at = path.join('.');
  const field = fields
    .filter((one) => one.path === '' || at === one.path || at.startsWith(`${one.path}.`))
    .sort((one, other) => other.path.length - one.path.length)[0];
  if (field !== undefined) {
    const rest = field.path === '' ? at : at.slice(field.path.length + 1);
    return { name: fieldName(field), rest };
  }
  const inside = fields.find((one) => one.path.startsWith(`${at}.`));
  return inside === undefined ? { name: 'form', rest: at } : { name: fieldName(inside), rest: '' };
}

function idChange(present: object, entry: object): string | null {
  for (const key of ['id', 'key']) {
    const [before, after] = [textAt(present, key), textAt(entry, key)];
    if (before !== undefined && before !== '' && before !== after) {
      return `The ${key} stays ${before}: runbooks and stored values refer to it.`;
    }
  }
  return null;
}

function textAt(entry: object, key: string): string | undefined {
  const value = Object.entries(entry).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
