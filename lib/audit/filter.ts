import { z } from 'zod';
import { AUDIT_ACTIONS } from '@/lib/audit/events';

const text = z.string().trim().max(200).optional().catch(undefined);
/** PostgreSQL has no year 0. */
const day = z.iso
  .date()
  .refine((text) => text >= '1970-01-01')
  .optional()
  .catch(undefined);
const seq = z.coerce.number().int().positive().optional().catch(undefined);

/** What the log is asked for. It comes from an address, so whatever does not fit is taken as not asked. */
export const auditFilterSchema = z.object({
  /** A client's slug. */
  client: text,
  /** A person's id. */
  person: z.uuid().optional().catch(undefined),
  /** A slot's key or id. */
  slot: text,
  action: z.enum(AUDIT_ACTIONS).optional().catch(undefined),
  outcome: z.enum(['ok', 'refused', 'failed']).optional().catch(undefined),
  /** Days in the reader's time zone, both included. */
  from: day,
  to: day,
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Where in the log a page begins: after or before an event's number. */
export const auditCursorSchema = z.object({ before: seq, after: seq });
export type AuditCursor = z.infer<typeof auditCursorSchema>;
