import 'server-only';
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { hashLinkToken, makeLinkToken } from '@/lib/auth/link-token';
import type { SignInProof } from '@/lib/auth/sign-in-proof';
import { database, type Transaction } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { pendingSignIns } from '@/lib/db/schema/second-factor';
import { AppError } from '@/lib/errors';

export const PENDING_MINUTES = 10;

type User = typeof users.$inferSelect;

export interface PendingSignIn {
  id: string;
  method: SignInProof['method'];
  user: User;
}

/**
 * Notes that a person gave the right password, or came from the sign-in provider, and owes the code. The token is in this answer only; it is no session,
 * and nothing but the code page takes it.
 */
export async function startPendingSignIn(user: User, method: SignInProof['method']): Promise<string> {
  const { token, tokenHash } = makeLinkToken();
  await database().transaction(async (tx) => {
    await tx
      .delete(pendingSignIns)
      .where(and(eq(pendingSignIns.userId, user.id), lt(pendingSignIns.expiresAt, sql`now()`)));
    await tx.insert(pendingSignIns).values({
      tokenHash,
      userId: user.id,
      passwordDigest: digestOf(user),
      sessionVersion: user.sessionVersion,
      method,
      expiresAt: sql`now() + make_interval(mins => ${PENDING_MINUTES})`,
    });
  });
  return token;
}

/**
 * The person who owes a code, or null: the token was used or made up or is too old, the account was disabled, the
 * password changed or every session ended since.
 */
export async function readPendingSignIn(token: unknown): Promise<PendingSignIn | null> {
  if (typeof token !== 'string') return null;
  const [found] = await database()
    .select({ pending: pendingSignIns, user: users })
    .from(pendingSignIns)
    .innerJoin(users, eq(users.id, pendingSignIns.userId))
    .where(
      and(
        eq(pendingSignIns.tokenHash, hashLinkToken(token)),
        isNull(pendingSignIns.usedAt),
        gt(pendingSignIns.expiresAt, sql`now()`),
        eq(pendingSignIns.sessionVersion, users.sessionVersion),
        isNull(users.disabledAt),
      ),
    );
  if (found === undefined || !digestOf(found.user).equals(found.pending.passwordDigest)) return null;
  return { id: found.pending.id, method: found.pending.method, user: found.user };
}

/** Spends it: of two simultaneous uses one wins, and the other is told to start again. */
export async function spendPendingSignIn(tx: Transaction, id: string): Promise<void> {
  const spent = await tx
    .update(pendingSignIns)
    .set({ usedAt: sql`now()` })
    .where(and(eq(pendingSignIns.id, id), isNull(pendingSignIns.usedAt)))
    .returning({ id: pendingSignIns.id });
  if (spent.length === 0) throw pendingIsOver();
}

export function pendingIsOver(): AppError {
  return new AppError('not-found', 'This sign-in has run out. Start again.');
}

function digestOf(user: User): Buffer {
  return createHash('sha256').update(`password\n${user.passwordHash}`).digest();
}
