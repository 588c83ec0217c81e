import 'server-only';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor, Role } from '@/lib/auth/actor';
import { linkAccount } from '@/lib/auth/identities';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { IssuerAnswer } from '@/lib/auth/openid-protocol';
import type { OpenIdSettings } from '@/lib/auth/openid-settings';
import { isNobodyHere } from '@/lib/auth/setup-link';
import type { Origin } from '@/lib/auth/sign-in';
import { database, type Transaction } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { oneTimeLinks, users } from '@/lib/db/schema/people';

type User = typeof users.$inferSelect;
type Newcomer = IssuerAnswer & { verifiedEmail: string };

/** What whoever comes by their domain alone may do: nobody decided about them, so they see no value. */
const DOMAIN_ROLE: Role = 'support';

/**
 * Makes the account of somebody who comes from the provider for the first time, without a password: by an open invitation
 * to the address that the provider confirmed, which it spends, or by an allowed domain. Null when neither lets them in.
 */
export async function joinThroughIssuer(
  settings: OpenIdSettings,
  newcomer: Newcomer,
  origin: Origin,
): Promise<User | null> {
  // The first account has to be an admin's, and only the set-up link makes that.
  if (await isNobodyHere()) return null;
  try {
    return await database().transaction(async (tx) => {
      const entry = (await spendInvitation(tx, newcomer.verifiedEmail)) ?? entryByDomain(settings, newcomer);
      return entry === null ? null : makeAccount(tx, newcomer, entry, origin);
    });
  } catch (error) {
    const isTaken = ['users_email_key', 'user_identities_subject_key'].includes(
      violatedConstraint(error) ?? '',
    );
    // Two browsers of one person at the same moment: the other one made the account.
    throw isTaken ? new OpenIdRefusal('refused') : error;
  }
}

interface Entry {
  name: string;
  role: Role;
  linkId?: string;
}

async function makeAccount(
  tx: Transaction,
  newcomer: Newcomer,
  { name, role, linkId }: Entry,
  origin: Origin,
): Promise<User | null> {
  const [user] = await tx.insert(users).values({ name, email: newcomer.verifiedEmail, role }).returning();
  if (user === undefined) return null;
  await linkAccount(tx, user.id, newcomer);
  const actor: Actor = { id: user.id, role, via: 'web', isAgent: false, ...origin };
  await appendAuditEvent(tx, actor, {
    action: 'person.joined',
    subjectUserId: user.id,
    detail: { role, method: 'openid', ...(linkId === undefined ? {} : { linkId }) },
  });
  return user;
}

async function spendInvitation(tx: Transaction, email: string): Promise<Entry | null> {
  const [link] = await tx
    .select()
    .from(oneTimeLinks)
    .where(
      and(
        eq(oneTimeLinks.kind, 'invitation'),
        eq(sql`lower(${oneTimeLinks.email})`, email.toLowerCase()),
        isNull(oneTimeLinks.usedAt),
        isNull(oneTimeLinks.withdrawnAt),
        gt(oneTimeLinks.expiresAt, sql`now()`),
      ),
    )
    .orderBy(desc(oneTimeLinks.createdAt))
    .limit(1)
    .for('update');
  if (link === undefined) return null;
  await tx.update(oneTimeLinks).set({ usedAt: sql`now()` }).where(eq(oneTimeLinks.id, link.id));
  return { name: link.name ?? email, role: link.role, linkId: link.id };
}

/** The domain itself and none below it, which somebody else may run. */
function entryByDomain(settings: OpenIdSettings, { verifiedEmail, name }: Newcomer): Entry | null {
  const domain = verifiedEmail.slice(verifiedEmail.lastIndexOf('@') + 1).toLowerCase();
  if (!settings.allowedDomains.includes(domain)) return null;
  return { name: (name ?? verifiedEmail).slice(0, 120), role: DOMAIN_ROLE };
}
