import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { clients, installedComponents } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { installedState } from '@/lib/runbook/installed-state';
import { recordResults } from '@/lib/runbook/record-results';
import { refuseWhileOpen } from '@/lib/runbook/refuse-while-open';
import { actOnRun, appendEvent, type RunContext } from '@/lib/runbook/run-act';
import { runActSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

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
      if (context.run.kind !== 'install') {
        throw new AppError('invalid', 'This run installs nothing. Finish it as what it is.');
      }
      refuseWhileOpen(context, 'Not marked installed');
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
