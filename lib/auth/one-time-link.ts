import 'server-only';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor, Role } from '@/lib/auth/actor';
import { refuseGuessable } from '@/lib/auth/guessable-password';
import { hashLinkToken, makeLinkToken } from '@/lib/auth/link-token';
import { hashPassword } from '@/lib/auth/password';
import { joinSchema } from '@/lib/auth/schema';
import type { Origin } from '@/lib/auth/sign-in';
import { database, type Executor } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { oneTimeLinks, users } from '@/lib/db/schema/people';
import { AppError, invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

interface NewLink {
  kind: 'setup' | 'invitation';
  role: Role;
  name?: string;
  email?: string;
  createdBy?: string;
  validHours: number;
}

/** What the page behind a link shows before it is used. */
export interface LinkInvitation {
  kind: 'setup' | 'invitation';
  role: Role;
  name: string;
  email: string;
}

/** Makes a link that works once. Returns its path; only a hash of the token is stored, so it cannot be shown again. */
export async function makeOneTimeLink(
  executor: Executor,
  link: NewLink,
): Promise<{ id: string; path: string }> {
  const { token, tokenHash } = makeLinkToken();
  const [row] = await executor
    .insert(oneTimeLinks)
    .values({
      kind: link.kind,
      role: link.role,
      name: link.name,
      email: link.email,
      createdBy: link.createdBy,
      tokenHash,
      expiresAt: sql`now() + make_interval(hours => ${link.validHours})`,
    })
    .returning({ id: oneTimeLinks.id });
  if (row === undefined) throw new AppError('unexpected', 'The link could not be made.');
  return { id: row.id, path: `/join/${token}` };
}

const usable = (token: string) =>
  and(
    eq(oneTimeLinks.tokenHash, hashLinkToken(token)),
    isNull(oneTimeLinks.usedAt),
    isNull(oneTimeLinks.withdrawnAt),
    gt(oneTimeLinks.expiresAt, sql`now()`),
  );

/** The invitation behind a token, or null when it was used, withdrawn, has expired or never existed. */
export async function readOneTimeLink(token: string): Promise<LinkInvitation | null> {
  const [row] = await database()
    .select()
    .from(oneTimeLinks)
    .where(usable(token))
    .orderBy(desc(oneTimeLinks.createdAt));
  if (row === undefined) return null;
  return { kind: row.kind, role: row.role, name: row.name ?? '', email: row.email ?? '' };
}

/** The token again when it still works, else `not-found`: said before a password is hashed for nothing. */
export async function requireUsableLink(token: unknown): Promise<string> {
  if (typeof token === 'string' && (await readOneTimeLink(token)) !== null) return token;
  throw linkIsSpent();
}

function linkIsSpent(): AppError {
  return new AppError('not-found', 'This link has been used or has expired. Ask your admin for a new one.');
}

/**
 * Creates the person a link was made for and spends the link, in one transaction: of two simultaneous uses one
 * wins. The role is the link's; name and e-mail are the person's own choice. Returns the new person's actor.
 */
export async function joinThroughLink(token: string, input: unknown, origin: Origin): Promise<Actor> {
  const wanted = parseInput(joinSchema, input);
  await refuseGuessable(wanted.password, wanted);
  const passwordHash = await hashPassword(wanted.password);
  try {
    return await database().transaction(async (tx) => {
      const [link] = await tx
        .update(oneTimeLinks)
        .set({ usedAt: sql`now()` })
        .where(usable(token))
        .returning();
      if (link === undefined) throw linkIsSpent();
      const [user] = await tx
        .insert(users)
        .values({ name: wanted.name, email: wanted.email, role: link.role, passwordHash })
        .returning({ id: users.id });
      if (user === undefined) throw new AppError('unexpected', 'The account could not be created.');
      const actor: Actor = { id: user.id, role: link.role, via: 'web', isAgent: false, ...origin };
      await appendAuditEvent(tx, actor, {
        action: 'person.joined',
        subjectUserId: user.id,
        detail: { role: link.role, linkId: link.id },
      });
      return actor;
    });
  } catch (error) {
    if (violatedConstraint(error) !== 'users_email_key') throw error;
    throw invalidInput({
      email: ['Somebody with this e-mail address has an account already. Sign in instead.'],
    });
  }
}
