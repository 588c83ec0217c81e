import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { clients, installedComponents } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { installedState } from '@/lib/runbook/installed-state';
import { openRequired } from '@/lib/runbook/progress';
import { recordResults } from '@/lib/runbook/record-results';
import { actOnRun, appendEvent, type RunContext } from '@/lib/runbook/run-act';
import { runActSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

const MAX_NAMED_STEPS = 5;

/**
 * Closes the run and writes the installed state from its log: component, version, verified how and by whom.
 * Refuses while a required step is open, and names those.
 */
export async function markInstalled(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(runActSchema, input);
  await actOnRun(
    actor,
    act,
    async (context) => {
      refuseWhileOpen(context);
      await writeInstalled(context);
      const { tx, run, client } = context;
      await tx.update(runbooks).set({ closedAt: sql`now()` }).where(eq(runbooks.id, run.id));
      await tx
        .update(clients)
        .set({ installedAt: sql`coalesce(${clients.installedAt}, now())`, updatedAt: sql`now()` })
        .where(eq(clients.id, client.id));
      await appendEvent(context, { kind: 'installed', actId: act.actId });
      await recordResults(tx, run.id);
      await appendAuditEvent(tx, actor, {
        action: 'machine.installed',
        clientId: client.id,
        runbookId: run.id,
      });
    },
    () => undefined,
  );
}

function refuseWhileOpen({ steps, status }: RunContext): void {
  const open = openRequired(steps, status);
  if (open.length === 0) return;
  const named = open.slice(0, MAX_NAMED_STEPS).map((step) => `${step.position} “${step.content.title}”`);
  const more = open.length > named.length ? ` and ${open.length - named.length} more` : '';
  const count = open.length === 1 ? '1 required step is' : `${open.length} required steps are`;
  throw new AppError('conflict', `Not marked installed: ${count} open: ${named.join(', ')}${more}.`);
}

async function writeInstalled({ tx, client, run, steps, status, actor }: RunContext): Promise<void> {
  for (const row of installedState(steps, status, actor.id)) {
    const values = { ...row, clientId: client.id, runbookId: run.id };
    await tx
      .insert(installedComponents)
      .values({ machineId: run.machineId, ...values })
      .onConflictDoUpdate({
        target: [installedComponents.machineId, installedComponents.componentId],
        set: { ...values, installedAt: sql`now()` },
      });
  }
}
