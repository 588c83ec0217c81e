/** One field of a form that edits a part of the catalogue. */
export interface EntryField {
  /** Where the value is in the part: `expect.text`, `actions.0.command`; empty for the part as a whole. */
  path: string;
  label: string;
  /** `code` keeps leading spaces; `lines` is a list with one entry a line; `json` is checked by the schema. */
  kind: 'line' | 'text' | 'code' | 'number' | 'tick' | 'choice' | 'lines' | 'json';
  options?: readonly { value: string; label: string }[];
  /** Left empty, the value is left out. Everything else has to be filled in. */
  optional?: true;
  /** A tick whose value is `false`, not absent, when it is not set. */
  explicit?: true;
  hint?: string;
}

/** The name a field is sent under. */
export function fieldName({ path }: Pick<EntryField, 'path'>): string {
  return path === '' ? 'whole' : path;
}

/** A field's value as the text of its control. */
export function fieldText(entry: unknown, field: EntryField): string {
  const value = valueAt(entry, field.path);
  if (value === undefined || value === null) return '';
  switch (field.kind) {
    case 'json':
      return JSON.stringify(value, null, 2);
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : '';
    case 'tick':
      return value === true ? 'yes' : '';
    default:
      return String(value);
  }
}

/** What was typed as a value, `undefined` for nothing, or a sentence about what is wrong with it. */
export function readFieldText(field: EntryField, typed: string): { value: unknown } | { wrong: string } {
  const text = typed.replaceAll('\r\n', '\n').replaceAll('\0', '');
  if (field.kind === 'tick') {
    const unset = field.explicit ? false : undefined;
    return { value: text === 'yes' ? true : unset };
  }
  if (text.trim() === '') {
    return field.optional ? { value: undefined } : { wrong: `Fill in “${field.label}”.` };
  }
  switch (field.kind) {
    case 'number':
      return /^\d{1,6}$/.test(text.trim())
        ? { value: Number(text.trim()) }
        : { wrong: `“${field.label}” is a whole number.` };
    case 'lines':
      return {
        value: text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      };
    case 'json':
      return readJson(text);
    case 'code':
      return { value: text.replace(/\n+$/, '') };
    default:
      return { value: text.trim() };
  }
}

function readJson(text: string): { value: unknown } | { wrong: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The engine's own words may repeat what was typed; of them only the place is told.
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const line = at === undefined ? '' : ` near line ${text.slice(0, Number(at)).split('\n').length}`;
    return { wrong: `This is not JSON. Look${line || ' it over'} for a missing quote, comma or bracket.` };
  }
}

function valueAt(entry: unknown, path: string): unknown {
  if (path === '') return entry;
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, entry);
}

/** Puts a value at a path, making objects on the way; `undefined` takes it away. */
export function setValueAt(entry: object, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let target = entry as Record<string, unknown>;
  for (const key of keys) {
    const next = target[key];
    if (typeof next === 'object' && next !== null) target = next as Record<string, unknown>;
    else if (value === undefined) return;
    else {
      const made: Record<string, unknown> = {};
      target[key] = made;
      target = made;
    }
  }
  if (value === undefined) delete target[last];
  else target[last] = value;
}

/** Every text in a part, with its place. */
export function textsIn(
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}
