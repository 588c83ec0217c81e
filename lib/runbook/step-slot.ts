import 'server-only';
import { sql } from 'drizzle-orm';
import type { Slot } from '@/lib/catalogue/schema';
import type { Executor } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
import { componentCredentialSlots, components } from '@/lib/db/schema/catalogue';
import { runbookSteps, runbooks } from '@/lib/db/schema/runbook';
import { notFound } from '@/lib/errors';
import { slotIdsOf } from '@/lib/runbook/run-slots';
import { frozenStepSchema } from '@/lib/runbook/schema';
import { isUuid } from '@/lib/validate';

/** A slot that a step of a run mentions, as the catalogue has it today, and whose run that is. */
export interface StepSlot extends Pick<Slot, 'key' | 'tag' | 'exported'> {
  slotId: string;
  runbookId: string;
  clientId: string;
  /** Closed, or an upgrade has taken its place. */
  over: boolean;
}

/** Asked at every copy, so planned once per connection. */
const stepSlot = prepared<StepSlot & { content: unknown }>(
  'step-slot',
  sql`select ${componentCredentialSlots.id} as "slotId", ${componentCredentialSlots.slotKey} as "key",
      ${componentCredentialSlots.tag} as "tag",
      (${componentCredentialSlots.definition} ->> 'exported')::boolean as "exported",
      ${runbooks.id} as "runbookId", ${runbooks.clientId} as "clientId",
      (${runbooks.closedAt} is not null or ${runbooks.supersededAt} is not null) as "over",
      ${runbookSteps.content} as "content"
    from ${runbooks}
    join ${runbookSteps} on ${runbookSteps.runbookId} = ${runbooks.id}
      and ${runbookSteps.stepId} = ${sql.placeholder('stepId')}
    join ${componentCredentialSlots} on ${componentCredentialSlots.id} = ${sql.placeholder('slotId')}
      and ${componentCredentialSlots.retiredAt} is null
    join ${components} on ${components.id} = ${componentCredentialSlots.componentId}
      and ${components.retiredAt} is null
    where ${runbooks.id} = ${sql.placeholder('runbookId')}`,
);

/** A step of a run that mentions a slot, or `not-found`: a slot of another run or client is simply not there. */
export async function readStepSlot(
  executor: Executor,
  place: { runbookId: string; stepId: string; slotId: string },
): Promise<StepSlot> {
  if (!isUuid(place.runbookId)) throw notFound('runbook');
  const { runbookId, stepId, slotId } = place;
  const [row] = await stepSlot(executor, { runbookId, stepId, slotId });
  if (row === undefined) throw notFound('credential slot');
  const { content, ...slot } = row;
  if (!slotIdsOf({ content: frozenStepSchema.parse(content) }).includes(slotId))
    throw notFound('credential slot');
  return slot;
}
