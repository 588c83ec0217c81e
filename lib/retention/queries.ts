import 'server-only';
import { count, eq, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Stage } from '@/lib/clients/schema';
import { database } from '@/lib/db/database';
import { clientCredentials, clients, clientVaultReferences } from '@/lib/db/schema/clients';
import { notFound } from '@/lib/errors';
import { type Certificate, readCertificateOf } from '@/lib/retention/certificate';
import { daysUntil, isPurgeUnderWay, type RetentionState, retentionState } from '@/lib/retention/policy';

export interface OffboardingView {
  clientId: string;
  slug: string;
  name: string;
  stage: Stage;
  state: RetentionState;
  retentionDays: number;
  /** When its first offboarding run began, unless it was called off. */
  offboardingStartedAt: Date | null;
  offboardedAt: Date | null;
  purgeAfter: Date | null;
  purgedAt: Date | null;
  /** Values stored with us; what a purge destroys. */
  values: number;
  references: number;
  /** Whole days until the purge date, or null where there is none. */
  daysLeft: number | null;
  /** Due since so short a time that the board is at it. */
  purgeUnderWay: boolean;
}

/** Where a client stands on its way out, and what a purge would destroy. Throws `not-found`. */
export async function readOffboarding(actor: Actor, slug: string): Promise<OffboardingView> {
  authorise(actor, 'client.read');
  const [row] = await database()
    .select({
      clientId: clients.id,
      slug: clients.slug,
      name: clients.name,
      stage: clients.stage,
      submittedAt: clients.submittedAt,
      retentionDays: clients.retentionDays,
      offboardingStartedAt: clients.offboardingStartedAt,
      offboardedAt: clients.offboardedAt,
      purgeAfter: clients.purgeAfter,
      purgedAt: clients.purgedAt,
      now: sql<string>`now()::text`,
    })
    .from(clients)
    .where(eq(clients.slug, slug));
  if (row === undefined) throw notFound('client');
  const [values, references] = await Promise.all([
    database()
      .select({ found: count() })
      .from(clientCredentials)
      .where(eq(clientCredentials.clientId, row.clientId)),
    database()
      .select({ found: count() })
      .from(clientVaultReferences)
      .where(eq(clientVaultReferences.clientId, row.clientId)),
  ]);
  const { submittedAt, now: clock, ...client } = row;
  const now = new Date(clock);
  return {
    ...client,
    daysLeft: client.purgeAfter === null ? null : daysUntil(client.purgeAfter, now),
    purgeUnderWay: isPurgeUnderWay(client, now),
    state: retentionState({ ...client, submittedAt }, now),
    values: values[0]?.found ?? 0,
    references: references[0]?.found ?? 0,
  };
}

/** The certificate of a purged client, checked anew. Throws `not-found` while nothing was purged. */
export async function readCertificate(actor: Actor, slug: string): Promise<Certificate> {
  authorise(actor, 'client.read');
  const [client] = await database().select({ id: clients.id }).from(clients).where(eq(clients.slug, slug));
  const certificate = client === undefined ? null : await readCertificateOf(database(), client.id);
  if (certificate === null) throw notFound('certificate');
  return certificate;
}
