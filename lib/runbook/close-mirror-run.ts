import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { clients } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { recordResults } from '@/lib/runbook/record-results';
import { refuseWhileOpen } from '@/lib/runbook/refuse-while-open';
import { actOnRun, appendEvent } from '@/lib/runbook/run-act';
import { runActSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

/**
 * Closes a hand-over or an offboarding: from then on the machine's record says so. Refuses while a required step is
 * open, and names those.
 */
export async function closeMirrorRun(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(runActSchema, input);
  await actOnRun(
    actor,
    act,
    async (context) => {
      const { tx, run, client } = context;
      if (run.kind === 'install') {
        throw new AppError('invalid', 'An install run ends with its machine marked installed.');
      }
      refuseWhileOpen(context, 'Not finished');
      await tx.update(runbooks).set({ closedAt: sql`now()` }).where(eq(runbooks.id, run.id));
      await tx.update(clients).set({ updatedAt: sql`now()` }).where(eq(clients.id, client.id));
      await appendEvent(context, { kind: 'closed', actId: act.actId });
      await recordResults(tx, run.id);
      await appendAuditEvent(tx, actor, {
        action: run.kind === 'hand-over' ? 'machine.handed-over' : 'machine.offboarded',
        clientId: client.id,
        runbookId: run.id,
      });
    },
    () => undefined,
  );
}
