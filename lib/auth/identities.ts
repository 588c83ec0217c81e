import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import type { IssuerAnswer } from '@/lib/auth/openid-protocol';
import { openIdSettings } from '@/lib/auth/openid-settings';
import { database, type Executor, type Transaction } from '@/lib/db/database';
import { userIdentities, users } from '@/lib/db/schema/people';

type User = typeof users.$inferSelect;
type Account = Pick<IssuerAnswer, 'issuer' | 'subject'>;

/** The person an account at the sign-in provider is linked to. */
export async function personOf(executor: Executor, account: Account): Promise<User | null> {
  const [row] = await executor
    .select({ user: users })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.issuer, account.issuer), eq(userIdentities.subject, account.subject)));
  return row?.user ?? null;
}

/** Links an account to a person. Fails on the unique keys where either has a link already. */
export async function linkAccount(tx: Transaction, userId: string, account: Account): Promise<void> {
  await tx.insert(userIdentities).values({ userId, issuer: account.issuer, subject: account.subject });
}

/** One's own link to the sign-in provider, and since when; `since` null for none. Null where there is no provider. */
export async function readMyLink(actor: Actor): Promise<{ name: string; since: Date | null } | null> {
  const settings = openIdSettings();
  if (settings === null) return null;
  const [row] = await database()
    .select({ since: userIdentities.createdAt })
    .from(userIdentities)
    .where(and(eq(userIdentities.userId, actor.id), eq(userIdentities.issuer, settings.issuerKey)));
  return { name: settings.name, since: row?.since ?? null };
}
