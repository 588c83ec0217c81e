import 'server-only';
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { makeOneTimeLink } from '@/lib/auth/one-time-link';
import { authorise } from '@/lib/auth/permissions';
import { inviteSchema, roleSchema } from '@/lib/auth/schema';
import { database, type Transaction } from '@/lib/db/database';
import { oneTimeLinks, users } from '@/lib/db/schema/people';
import { AppError, invalidInput, notFound } from '@/lib/errors';
import { isUuid, parseInput } from '@/lib/validate';

const INVITATION_HOURS = 72;

/** Makes a one-time link for a new person. Returns its path, which is shown once and cannot be shown again. */
export async function invitePerson(actor: Actor, input: unknown): Promise<{ path: string }> {
  authorise(actor, 'people.manage');
  const person = parseInput(inviteSchema, input);
  const known = await database()
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, person.email.toLowerCase()));
  if (known.length > 0) {
    throw invalidInput({ email: ['Somebody with this e-mail address has an account already.'] });
  }
  return database().transaction(async (tx) => {
    const link = await makeOneTimeLink(tx, {
      kind: 'invitation',
      ...person,
      createdBy: actor.id,
      validHours: INVITATION_HOURS,
    });
    await appendAuditEvent(tx, actor, {
      action: 'person.invited',
      detail: { role: person.role, linkId: link.id },
    });
    return { path: link.path };
  });
}

/** Makes an unused invitation worthless. */
export async function withdrawInvitation(actor: Actor, linkId: string): Promise<void> {
  authorise(actor, 'people.manage');
  if (!isUuid(linkId)) throw notFound('invitation');
  await database().transaction(async (tx) => {
    const withdrawn = await tx
      .update(oneTimeLinks)
      .set({ withdrawnAt: sql`now()` })
      .where(and(eq(oneTimeLinks.id, linkId), isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.withdrawnAt)))
      .returning({ id: oneTimeLinks.id });
    if (withdrawn.length === 0) throw notFound('invitation');
    await appendAuditEvent(tx, actor, { action: 'person.invitation-withdrawn', detail: { linkId } });
  });
}

/** Gives a person another role. Sessions go on; the new role counts from their next request. */
export async function changeRole(actor: Actor, userId: string, role: unknown): Promise<void> {
  authorise(actor, 'people.manage');
  if (!isUuid(userId)) throw notFound('person');
  const wanted = parseInput(roleSchema, role);
  await database().transaction(async (tx) => {
    if (wanted !== 'admin') await keepAnAdmin(tx, userId);
    const changed = await tx
      .update(users)
      .set({ role: wanted })
      .where(eq(users.id, userId))
      .returning({ id: users.id });
    if (changed.length === 0) throw notFound('person');
    await appendAuditEvent(tx, actor, {
      action: 'person.role-changed',
      subjectUserId: userId,
      detail: { role: wanted },
    });
  });
}

/** Disables or enables an account. Disabling ends the person's sessions at their next request. */
export async function setDisabled(actor: Actor, userId: string, disabled: boolean): Promise<void> {
  authorise(actor, 'people.manage');
  if (!isUuid(userId)) throw notFound('person');
  await database().transaction(async (tx) => {
    if (disabled) await keepAnAdmin(tx, userId);
    const changed = await tx
      .update(users)
      .set({
        disabledAt: disabled ? sql`now()` : null,
        sessionVersion: sql`${users.sessionVersion} + 1`,
      })
      .where(eq(users.id, userId))
      .returning({ id: users.id });
    if (changed.length === 0) throw notFound('person');
    await appendAuditEvent(tx, actor, {
      action: disabled ? 'person.disabled' : 'person.enabled',
      subjectUserId: userId,
    });
  });
}

/** The last admin cannot be disabled or demoted: nobody could undo it. The lock makes two demotions take turns. */
async function keepAnAdmin(tx: Transaction, userId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('jed-board/last-admin'))`);
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), ne(users.id, userId)))
    .limit(1);
  if (others.length > 0) return;
  throw new AppError('conflict', 'This is the last admin. Make somebody else an admin first.');
}
