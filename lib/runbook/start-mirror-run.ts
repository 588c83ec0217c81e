import 'server-only';
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { type ClientRow, lockClient } from '@/lib/clients/client-row';
import { readHeldSlotIds } from '@/lib/clients/held-slots';
import { refuseDraft } from '@/lib/clients/refuse-draft';
import type { MirrorKind } from '@/lib/clients/run-kind';
import { database, type Transaction } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { compositionInput, refuseUnfilled } from '@/lib/runbook/compose-command';
import { composeMirrorRun } from '@/lib/runbook/compose-mirror';
import { refuseWhenLeft } from '@/lib/runbook/refuse-when-left';
import { visit } from '@/lib/runbook/run-act';
import { writeRunbook } from '@/lib/runbook/write-runbook';
import { parseInput } from '@/lib/validate';

const startSchema = z.object({
  clientId: z.string().max(64),
  machineId: z.string().max(64),
  kind: z.enum(['hand-over', 'offboarding'], 'Choose a hand-over or an offboarding.'),
});

/**
 * Composes the hand-over or the offboarding of a machine, begins its run and returns its id. With the first offboarding
 * run the client is offboarding. Throws `conflict` while such a run is open on the machine, and for the hand-over of a
 * machine that is not installed.
 */
export async function startMirrorRun(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'client.write');
  authorise(actor, 'run.work');
  const { clientId, machineId, kind } = parseInput(startSchema, input);
  return database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    refuseDraft(client);
    refuseWhenLeft(client, kind);
    const composition = await compositionInput(tx, client, machineId);
    if (kind === 'hand-over') await refuseNotInstalled(tx, machineId);
    const number = await nextNumber(tx, machineId, kind);
    const held = await readHeldSlotIds(tx, client.id);
    const steps = refuseUnfilled(() => composeMirrorRun(kind, composition, ({ id }) => held.has(id)));
    const about = { clientId: client.id, machineId, kind, number };
    const runbookId = await writeRunbook(tx, actor, { ...about, steps, begun: true });
    const event = { runbookId, actorId: actor.id, kind: 'started' as const, detail: visit(actor) };
    await tx.insert(stepEvents).values(event);
    await noteBeginning(tx, client, kind);
    return runbookId;
  });
}

async function refuseNotInstalled(tx: Transaction, machineId: string): Promise<void> {
  const [installed] = await tx
    .select({ id: runbooks.id })
    .from(runbooks)
    .where(and(eq(runbooks.machineId, machineId), eq(runbooks.kind, 'install'), isNotNull(runbooks.closedAt)))
    .limit(1);
  if (installed !== undefined) return;
  throw new AppError(
    'conflict',
    'This machine is not installed yet, so there is nothing to hand over. Finish its install run first.',
  );
}

async function nextNumber(tx: Transaction, machineId: string, kind: MirrorKind): Promise<number> {
  const [latest] = await tx
    .select({ number: runbooks.number, closedAt: runbooks.closedAt })
    .from(runbooks)
    .where(and(eq(runbooks.machineId, machineId), eq(runbooks.kind, kind)))
    .orderBy(desc(runbooks.number))
    .limit(1);
  if (latest !== undefined && latest.closedAt === null) {
    const name = kind === 'hand-over' ? 'A hand-over' : 'An offboarding';
    throw new AppError('conflict', `${name} run is open on this machine already. Go on with that one.`);
  }
  return (latest?.number ?? 0) + 1;
}

async function noteBeginning(tx: Transaction, client: ClientRow, kind: MirrorKind): Promise<void> {
  const offboarding = kind === 'offboarding' && client.offboardingStartedAt === null;
  await tx
    .update(clients)
    .set({ updatedAt: sql`now()`, ...(offboarding ? { offboardingStartedAt: sql`now()` } : {}) })
    .where(eq(clients.id, client.id));
}
