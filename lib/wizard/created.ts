import 'server-only';
import { desc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { WorkingSlot } from '@/lib/clients/schema';
import { listWorkingSlots } from '@/lib/clients/slot-queries';
import { database } from '@/lib/db/database';
import { clients, machines } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { notFound } from '@/lib/errors';
import { plainAnswers, readAnswers, readDraftRow } from '@/lib/wizard/answers';
import { isOpen } from '@/lib/wizard/task-list';
import { listOf } from '@/lib/wizard/whole-draft';

/** What the wizard made, and what comes next. */
export interface Created {
  client: { slug: string; name: string };
  machineName: string;
  runbook: { id: string; number: number } | null;
  /** Stored values that went because their slot was out of scope, with the reason. */
  destroyed: string[];
  missingOurs: WorkingSlot[];
  missingClient: WorkingSlot[];
  duringRun: WorkingSlot[];
}

/** The outcome of a finished draft; null while it is not finished. It shows what is missing now, not what was then. */
export async function readCreated(actor: Actor, draftId: string): Promise<Created | null> {
  authorise(actor, 'wizard.use');
  const draft = await readDraftRow(database(), draftId);
  if (draft.completedAt === null) return null;
  if (draft.clientId === null) throw notFound('client');
  const { clientId } = draft;
  const [[client], [machine], [runbook], slots, answers] = await Promise.all([
    database()
      .select({ slug: clients.slug, name: clients.name })
      .from(clients)
      .where(eq(clients.id, clientId)),
    database().select({ name: machines.name }).from(machines).where(eq(machines.clientId, clientId)).limit(1),
    database()
      .select({ id: runbooks.id, number: runbooks.number })
      .from(runbooks)
      .where(eq(runbooks.clientId, clientId))
      .orderBy(desc(runbooks.composedAt))
      .limit(1),
    listWorkingSlots(actor, clientId),
    readAnswers(database(), draft.id),
  ]);
  if (client === undefined) throw notFound('client');
  const open = slots.filter((slot) => isOpen(slot) && slot.required);
  return {
    client,
    machineName: machine?.name ?? '',
    runbook: runbook ?? null,
    destroyed: listOf(plainAnswers(answers), 'destroyed'),
    missingOurs: open.filter((slot) => slot.tag === 'our-managed'),
    missingClient: open.filter((slot) => slot.tag === 'client-supplied'),
    duringRun: slots.filter(
      (slot) => slot.tag === 'client-supplied' && slot.state === 'waiting-for-run' && slot.required,
    ),
  };
}
