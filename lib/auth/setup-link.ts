import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { makeOneTimeLink } from '@/lib/auth/one-time-link';
import { database } from '@/lib/db/database';
import { oneTimeLinks, users } from '@/lib/db/schema/people';

const VALID_HOURS = 24;

/** Whether nobody has an account yet, so that nobody can sign in. */
export async function isNobodyHere(): Promise<boolean> {
  return (await database().select({ id: users.id }).from(users).limit(1)).length === 0;
}

/**
 * The path of a fresh set-up link while nobody has an account, else null. Earlier unused set-up links stop working,
 * so that a link left in an old terminal opens nothing.
 */
export async function ensureSetupLink(): Promise<string | null> {
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('jed-board/setup-link'))`);
    const anybody = await tx.select({ id: users.id }).from(users).limit(1);
    if (anybody.length > 0) return null;
    await tx
      .update(oneTimeLinks)
      .set({ withdrawnAt: sql`now()` })
      .where(
        and(eq(oneTimeLinks.kind, 'setup'), isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.withdrawnAt)),
      );
    const link = await makeOneTimeLink(tx, { kind: 'setup', role: 'admin', validHours: VALID_HOURS });
    return link.path;
  });
}
