import { z } from 'zod';
import { MAX_RETENTION_DAYS } from '@/lib/retention/policy';

const wholeDays = `Enter whole days from 0 to ${MAX_RETENTION_DAYS}.`;

export const offboardSchema = z.object({
  retentionDays: z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^\d{1,4}$/, wholeDays)
          .transform(Number),
      ],
      wholeDays,
    )
    .pipe(z.int(wholeDays).min(0, wholeDays).max(MAX_RETENTION_DAYS, wholeDays))
    .optional(),
  /** The client's slug, typed to confirm; asked for where values would be destroyed at once. */
  slug: z.string().trim().max(100, 'That is not the short name.').optional(),
});

export const purgeEarlySchema = z.object({
  slug: z.string().trim().min(1, 'Type the client’s short name.').max(100, 'That is not the short name.'),
});

const entry = z.object({ slot: z.string(), key: z.string(), name: z.string() });
const author = z.object({ id: z.string(), name: z.string(), via: z.string() });

const firstStatement = z.object({
  format: z.literal('jed-board/purge-certificate'),
  version: z.literal(1),
  certificate: z.string(),
  organisation: z.string(),
  client: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  offboardedAt: z.string(),
  dueAt: z.string(),
  purgedAt: z.string(),
  /** `due`: on its date, by the retention rule. `early`: asked for by a person. */
  cause: z.enum(['due', 'early']),
  by: author,
  /** Values destroyed: each slot once, with how many versions it had. */
  values: z.array(entry.extend({ versions: z.int() })),
  /** Vault references removed; the values they led to were never here. */
  references: z.array(entry),
  keyMaterial: z.literal('the client’s 32-byte key salt'),
  keyVersion: z.int(),
});

/** Says besides who ended the engagement (null where the audit log does not know), and with how many days. */
const secondStatement = firstStatement.extend({
  version: z.literal(2),
  offboardedBy: author.nullable(),
  retentionDays: z.int(),
});

/** Says besides how many images of runs were destroyed, and how large they were together. */
const thirdStatement = secondStatement.extend({
  version: z.literal(3),
  images: z.object({ count: z.int(), bytes: z.int() }),
});

/**
 * What a purge certificate says. It is signed as canonical JSON: keys sorted, no white space. Earlier versions stay
 * readable for good, because a signature only fits the members it was made over.
 */
export const statementSchema = z.discriminatedUnion('version', [
  firstStatement,
  secondStatement,
  thirdStatement,
]);
export type Statement = z.infer<typeof statementSchema>;
