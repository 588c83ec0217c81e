import 'server-only';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { refuseGuessable } from '@/lib/auth/guessable-password';
import { hashLinkToken, makeLinkToken } from '@/lib/auth/link-token';
import { hashPassword } from '@/lib/auth/password';
import { authorise } from '@/lib/auth/permissions';
import { newPasswordSchema } from '@/lib/auth/schema';
import type { Origin } from '@/lib/auth/sign-in';
import { forgetAccountFailures } from '@/lib/auth/throttle';
import { database, type Transaction } from '@/lib/db/database';
import { newPasswordLinks, users } from '@/lib/db/schema/people';
import { AppError, notFound } from '@/lib/errors';
import { isUuid, parseInput } from '@/lib/validate';

const VALID_HOURS = 24;

/** Whose password a link is for. */
export interface NewPasswordOffer {
  name: string;
  email: string;
}

/**
 * Makes a link with which a person chooses a new password, once, within 24 hours. A link made before stops working.
 * Returns its path, which is shown once and cannot be shown again. Refuses a disabled account with `conflict`.
 */
export async function makeNewPasswordLink(
  actor: Actor,
  userId: string,
): Promise<{ name: string; path: string }> {
  authorise(actor, 'people.manage');
  if (!isUuid(userId)) throw notFound('person');
  return database().transaction(async (tx) => {
    const person = await lockPerson(tx, userId);
    if (person === undefined) throw notFound('person');
    if (person.disabledAt !== null) {
      throw new AppError('conflict', 'This account is disabled. Enable it first, then make the link.');
    }
    await tx
      .update(newPasswordLinks)
      .set({ withdrawnAt: sql`now()` })
      .where(and(eq(newPasswordLinks.userId, userId), isOpen()));
    const { token, tokenHash } = makeLinkToken();
    const expiresAt = sql`now() + make_interval(hours => ${VALID_HOURS})`;
    const [link] = await tx
      .insert(newPasswordLinks)
      .values({ userId, tokenHash, createdBy: actor.id, expiresAt })
      .returning({ id: newPasswordLinks.id });
    if (link === undefined) throw new AppError('unexpected', 'The link could not be made.');
    await appendAuditEvent(tx, actor, {
      action: 'person.new-password-link-made',
      subjectUserId: userId,
      detail: { linkId: link.id },
    });
    return { name: person.name, path: `/new-password/${token}` };
  });
}

/** Makes an open link worthless. Throws `not-found` for one that was used, replaced or withdrawn. */
export async function withdrawNewPasswordLink(actor: Actor, linkId: string): Promise<void> {
  authorise(actor, 'people.manage');
  if (!isUuid(linkId)) throw notFound('link');
  await database().transaction(async (tx) => {
    const [link] = await tx
      .update(newPasswordLinks)
      .set({ withdrawnAt: sql`now()` })
      .where(and(eq(newPasswordLinks.id, linkId), isOpen()))
      .returning({ userId: newPasswordLinks.userId });
    if (link === undefined) throw notFound('link');
    await appendAuditEvent(tx, actor, {
      action: 'person.new-password-link-withdrawn',
      subjectUserId: link.userId,
      detail: { linkId },
    });
  });
}

/** The person behind a token, or null when the link was used or replaced, has expired or never existed. */
export async function readNewPasswordLink(token: string): Promise<NewPasswordOffer | null> {
  const [row] = await database()
    .select({ name: users.name, email: users.email })
    .from(newPasswordLinks)
    .innerJoin(users, eq(users.id, newPasswordLinks.userId))
    .where(usable(token));
  return row ?? null;
}

/**
 * Gives the person a link was made for the password they chose, spends the link and ends every session of theirs, in
 * one transaction: of two simultaneous uses one wins. Starts no session, so that whatever else a sign-in asks for is
 * asked. Returns whose password it is. Throws `not-found` for a link that does not work.
 */
export async function setPasswordThroughLink(
  token: unknown,
  input: unknown,
  origin: Origin,
): Promise<{ userId: string }> {
  // Asked before the password is hashed: made-up links are not to cost a tenth of a second each.
  const meant = typeof token === 'string' ? await readNewPasswordLink(token) : null;
  if (typeof token !== 'string' || meant === null) throw linkIsSpent();
  const { password } = parseInput(newPasswordSchema, input);
  await refuseGuessable(password, meant);
  const passwordHash = await hashPassword(password);
  return database().transaction(async (tx) => {
    const [offer] = await tx
      .select({ userId: newPasswordLinks.userId })
      .from(newPasswordLinks)
      .where(usable(token));
    // The person before the link, in the order in which a link is made: else the two could wait for each other.
    const person = offer && (await lockPerson(tx, offer.userId));
    if (person === undefined || person.disabledAt !== null) throw linkIsSpent();
    const [link] = await tx
      .update(newPasswordLinks)
      .set({ usedAt: sql`now()` })
      .where(usable(token))
      .returning({ id: newPasswordLinks.id });
    if (link === undefined) throw linkIsSpent();
    await tx
      .update(users)
      .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, person.id));
    await forgetAccountFailures(tx, { email: person.email, address: origin.address });
    const actor: Actor = { id: person.id, role: person.role, via: 'web', isAgent: false, ...origin };
    await appendAuditEvent(tx, actor, {
      action: 'person.new-password-set',
      subjectUserId: person.id,
      detail: { linkId: link.id },
    });
    return { userId: person.id };
  });
}

async function lockPerson(tx: Transaction, userId: string) {
  const [person] = await tx.select().from(users).where(eq(users.id, userId)).for('update');
  return person;
}

const isOpen = () => and(isNull(newPasswordLinks.usedAt), isNull(newPasswordLinks.withdrawnAt));

const usable = (token: string) =>
  and(
    eq(newPasswordLinks.tokenHash, hashLinkToken(token)),
    isOpen(),
    gt(newPasswordLinks.expiresAt, sql`now()`),
  );

function linkIsSpent(): AppError {
  return new AppError(
    'not-found',
    'This link has been used, was replaced or has expired. Ask your admin for a new one.',
  );
}
