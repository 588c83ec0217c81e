import { randomBytes } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import type { Actor, Role } from '@/lib/auth/actor';
import { hashPassword } from '@/lib/auth/password';
import { generateCredentials } from '@/lib/clients/generate-credentials';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { setVaultReference } from '@/lib/clients/vault-reference';
import type { Database } from '@/lib/db/database';
import { clientComponents, clients } from '@/lib/db/schema/clients';
import { userSessions, users } from '@/lib/db/schema/people';
import { makeOwnerSalt } from '@/lib/vault/vault';

export const TEST_PASSWORD = 'four random words here';

interface TestPerson {
  actor: Actor;
  email: string;
}

/** A session that was signed in just now, as the browser of a test's person has one. */
export async function addSession(db: Database, userId: string): Promise<string> {
  const id = uuidV7();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db.insert(userSessions).values({ id, userId, sessionVersion: 1, expiresAt });
  return id;
}

/** A person with an account and the password above, signed in. */
export async function addPerson(db: Database, role: Role): Promise<TestPerson> {
  const id = uuidV7();
  const email = `${role}-${randomBytes(4).toString('hex')}@example.com`;
  const passwordHash = await hashPassword(TEST_PASSWORD);
  await db.insert(users).values({ id, name: `Test ${role}`, email, role, passwordHash });
  const sessionId = await addSession(db, id);
  const browser = { sessionId, address: '192.0.2.1', userAgent: 'test' };
  return { actor: { id, role, via: 'web', isAgent: false, ...browser }, email };
}

/** A submitted client with components, whose values nobody has filled in yet. */
export async function addClient(
  db: Database,
  createdBy: Actor,
  componentIds: readonly string[] = ['mac-accounts', 'openrouter', 'slack'],
): Promise<{ id: string; slug: string }> {
  const id = uuidV7();
  const slug = `client-${randomBytes(4).toString('hex')}`;
  await db.insert(clients).values({
    id,
    slug,
    name: `Client ${slug}`,
    submittedAt: new Date(),
    kdfSalt: makeOwnerSalt(),
    createdBy: createdBy.id,
  });
  await db
    .insert(clientComponents)
    .values(componentIds.map((componentId) => ({ clientId: id, componentId })));
  return { id, slug };
}

export const OPENROUTER_SLOT = 'openrouter.api-key';
export const openRouterKey = () => `sk-or-v1-${randomBytes(32).toString('hex')}`;

/** A submitted client with a typed value, a generated one and a vault reference. */
export async function addClientWithValues(
  db: Database,
  actor: Actor,
): Promise<{ id: string; slug: string; generated: number }> {
  const client = await addClient(db, actor);
  const generated = await generateCredentials(actor, client.id);
  await storeCredential(actor, {
    clientId: client.id,
    slotId: OPENROUTER_SLOT,
    value: secretFromInput(openRouterKey()),
    source: 'typed',
  });
  await setVaultReference(
    actor,
    { clientId: client.id, slotId: 'slack.bot-token' },
    { reference: 'op://Test/Slack/bot token', label: 'Slack app' },
  );
  return { ...client, generated };
}

/** Opens the client's OpenRouter key, as the copy button does. */
export function reveal(actor: Actor, clientId: string) {
  return revealCredential(actor, { clientId, slotId: OPENROUTER_SLOT });
}
