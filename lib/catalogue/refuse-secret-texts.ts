import { type EntryField, textsIn } from '@/lib/catalogue/entry-text';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { placeOf } from '@/lib/catalogue/read-entry-form';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { type FieldErrors, invalidInput } from '@/lib/errors';

/**
 * Refuses texts that look like a secret to the catalogue in force or to the draft that they are for, each under its
 * field's name. Nothing of them is kept or repeated.
 */
export function refuseSecretTexts(
  inForce: Catalogue,
  texts: readonly (readonly [field: string, text: string])[],
  draft?: Component,
): void {
  const catalogue = { components: [...inForce.components, ...(draft === undefined ? [] : [draft])] };
  const fieldErrors: FieldErrors = {};
  for (const [field, text] of texts) {
    const suspicion = secretIn(text, catalogue);
    if (suspicion === null) continue;
    fieldErrors[field] = [
      `This looks like ${suspicion.says}. It was not saved: the catalogue names secrets and holds none. Take it out.`,
    ];
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
}

/** Shorter words that look like a secret are the beginning of one, as in "starts with sk-ant-api03-". */
const SHORTEST_SECRET_CHARACTERS = 24;

function secretIn(text: string, catalogue: Pick<Catalogue, 'components'>) {
  const suspicion = looksLikeSecret(text, catalogue);
  if (suspicion === null || text.includes('PRIVATE KEY-----')) return suspicion;
  const words = text.split(/\s+/).filter((word) => word.length >= SHORTEST_SECRET_CHARACTERS);
  return words.some((word) => looksLikeSecret(word, catalogue) !== null) ? suspicion : null;
}

/** The texts of a part that were not in it before, by the field they belong to. */
export function newTexts(before: object, after: object, fields: readonly EntryField[]): [string, string][] {
  const known = new Set(textsIn(before).map(({ text }) => text));
  return textsIn(after)
    .filter(({ path, text }) => !known.has(text) && !isPattern(path, text))
    .map(({ path, text }) => [placeOf(fields, path).name, text]);
}

/** A pattern describes secrets and has their beginning; one without any choice in it is a secret itself. */
function isPattern(path: readonly string[], text: string): boolean {
  return path.at(-1) === 'pattern' && /[[({]/.test(text);
}
