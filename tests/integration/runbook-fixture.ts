import { randomBytes } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import type { Actor, Role } from '@/lib/auth/actor';
import { readCatalogue } from '@/lib/catalogue/queries';
import { lockClient } from '@/lib/clients/client-row';
import { refreshFacts } from '@/lib/clients/facts';
import { generateMissing } from '@/lib/clients/generate-credentials';
import { storeCredential } from '@/lib/clients/store-credential';
import { database } from '@/lib/db/database';
import { clientComponents, clientSettings, clients, machines } from '@/lib/db/schema/clients';
import { users } from '@/lib/db/schema/people';
import { composeRunbookForMachine } from '@/lib/runbook/compose-command';
import { readRun } from '@/lib/runbook/queries';
import { SecretValue } from '@/lib/vault/vault';
import { addSession } from '@/tests/support/fixtures';

/** A person of the test, in the database, as the actor they act as. */
export async function person(name: string, role: Role = 'consultant'): Promise<Actor> {
  const id = uuidV7();
  await database()
    .insert(users)
    .values({
      id,
      name,
      email: `${name.toLowerCase()}-${id.slice(-6)}@example.com`,
      role,
      passwordHash: 'none',
    });
  return { id, role, via: 'web', isAgent: false, sessionId: await addSession(database(), id) };
}

/** A random value that fits the OpenRouter slot: synthetic, and different each time. */
export function openRouterKey(): string {
  return `sk-or-v1-${randomBytes(32).toString('hex')}`;
}

export interface RunFixture {
  clientId: string;
  machineId: string;
  runbookId: string;
}

const STARTER = ['mac-identity', 'mac-accounts', 'power', 'toolchain', 'openrouter', 'tailscale'];

/** A created client with its values, a machine and its runbook. */
export async function clientWithRun(
  actor: Actor,
  slug: string,
  options: { componentIds?: string[]; settings?: Record<string, string> } = {},
): Promise<RunFixture> {
  await readCatalogue();
  const clientId = uuidV7();
  const machineId = uuidV7();
  await database()
    .insert(clients)
    .values({
      id: clientId,
      slug,
      name: `Client ${slug}`,
      tierId: 'starter',
      submittedAt: new Date(),
      kdfSalt: randomBytes(32),
      createdBy: actor.id,
    });
  const componentIds = options.componentIds ?? STARTER;
  await database()
    .insert(clientComponents)
    .values(componentIds.map((componentId) => ({ clientId, componentId })));
  for (const [settingKey, value] of Object.entries(options.settings ?? {})) {
    await database().insert(clientSettings).values({ clientId, settingKey, value, updatedBy: actor.id });
  }
  await database()
    .insert(machines)
    .values({ id: machineId, clientId, name: `${slug}-mini-01` });
  return database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    await generateMissing(tx, actor, client);
    await refreshFacts(tx, clientId);
    const { runbookId } = await composeRunbookForMachine(tx, actor, clientId, machineId);
    return { clientId, machineId, runbookId };
  });
}

export async function store(actor: Actor, clientId: string, slotId: string, value: string): Promise<void> {
  await storeCredential(actor, { clientId, slotId, value: new SecretValue(value), source: 'typed' });
}

/** What a page would send for one act on a step, as the actor sees the step now. */
export async function actOn(actor: Actor, runbookId: string, stepId: string) {
  const run = await readRun(actor, runbookId);
  const step = run.steps.find((candidate) => candidate.stepId === stepId);
  if (step === undefined) throw new Error(`The fixture has no step ${stepId}.`);
  return { runbookId, stepId, revision: step.revision, actId: uuidV7(), timeZone: 'Europe/Berlin' };
}
