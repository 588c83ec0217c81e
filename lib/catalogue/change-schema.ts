import { z } from 'zod';
import { entryRefSchema, listedParts } from '@/lib/catalogue/entries';
import { newKinds } from '@/lib/catalogue/new-entry';

const componentId = z.string().regex(/^[a-z][a-z0-9-]{0,119}$/, 'Open the component again, then try again.');
const basis = z.string().regex(/^[0-9a-f]{64}$/, 'This form is damaged. Reload the page, then try again.');
const revision = z.coerce.number().int().min(0).max(1_000_000);

/** What one form may hold: more than any part of the catalogue needs. */
const MAX_FORM_CHARACTERS = 200_000;
const fields = z
  .record(z.string(), z.string())
  .refine(
    (all) => Object.values(all).reduce((sum, text) => sum + text.length, 0) <= MAX_FORM_CHARACTERS,
    'This is longer than 200,000 characters. Shorten it.',
  );

export const saveEntrySchema = z.object({
  componentId,
  ref: entryRefSchema,
  /** The part as the form was filled from it. */
  basis,
  fields,
});

export const addEntrySchema = z.object({
  componentId,
  kind: z.enum(newKinds),
  /** What a step for a secret deals with; empty for everything else. */
  slotId: z.string().max(120),
  /** The part of its kind that it comes after; empty for the first place. */
  after: z.string().max(120),
  fields,
});

export const entryOrderSchema = z.object({
  componentId,
  part: z.enum(listedParts),
  id: z.string().max(120),
  /** The ids of its kind, in the order that was seen. */
  basis,
  act: z.enum(['up', 'down', 'remove'], 'Choose what to do with it.'),
});

export const draftSchema = z.object({ componentId, revision });

export const publishSchema = draftSchema.extend({
  note: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim())
    .pipe(
      z
        .string()
        .min(1, 'Say what changed: the others read it in the list of versions.')
        .max(500, 'Keep it under 500 characters.'),
    ),
});

export const componentChoiceSchema = z.object({
  componentId,
  /** The version that was in force when the page was read. */
  version: z.coerce.number().int().min(1),
});
