import 'server-only';
import { and, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditAction } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';

type Fields = Readonly<Record<string, string | null>>;

interface StaleCheck {
  basis: unknown;
  stored: Fields;
  clientId: string;
  /** The events by which the fields change. */
  actions: readonly AuditAction[];
  /** Which part of the record, where `client.changed` is among them. */
  what?: string;
}

const basisSchema = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'damaged' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string().nullable()));

/** What a form was filled from, as it carries it along in a hidden field named `basis`. */
export function formBasis(fields: Fields): string {
  return JSON.stringify(fields);
}

/**
 * Refuses to overwrite what somebody else changed since the form was opened, naming who it was. The caller holds
 * the lock on the row, so two people who save at once take turns and the second one is told.
 */
export async function refuseStaleForm(tx: Transaction, actor: Actor, form: StaleCheck): Promise<void> {
  const basis = basisSchema.safeParse(form.basis);
  if (!basis.success) throw new AppError('invalid', 'This form is damaged. Reload the page, then try again.');
  const names = Object.keys(form.stored);
  if (names.every((name) => (basis.data[name] ?? '') === (form.stored[name] ?? ''))) return;
  const who = await lastToAct(tx, form);
  const subject = who?.id === actor.id ? 'You yourself (in another window)' : (who?.name ?? 'Somebody');
  throw new AppError(
    'conflict',
    `${subject} changed this meanwhile, so nothing was saved. What you typed is still here: copy what you need, reload the page to see theirs, then change it again.`,
  );
}

async function lastToAct(
  tx: Transaction,
  { clientId, actions, what }: StaleCheck,
): Promise<{ id: string; name: string } | null> {
  const ofThisPart =
    what === undefined
      ? undefined
      : or(ne(auditEvents.action, 'client.changed'), eq(sql`${auditEvents.detail}->>'what'`, what));
  const [row] = await tx
    .select({ id: auditEvents.actorId, name: users.name })
    .from(auditEvents)
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(and(eq(auditEvents.clientId, clientId), inArray(auditEvents.action, [...actions]), ofThisPart))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return row === undefined ? null : { id: row.id, name: row.name ?? 'Somebody' };
}
