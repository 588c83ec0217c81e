import 'server-only';
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import type { Slot } from '@/lib/catalogue/schema';
import { type Found, lookingFrom } from '@/lib/clients/lock-for-reveal';
import { database, type Executor } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
import { componentCredentialSlots, components } from '@/lib/db/schema/catalogue';
import { runbookSteps, runbooks } from '@/lib/db/schema/runbook';
import { notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';

/** A slot that a step of a run mentions, as the catalogue has it today, and whose run that is. */
export interface StepSlot extends Pick<Slot, 'key' | 'tag' | 'exported'> {
  slotId: string;
  runbookId: string;
  clientId: string;
  /** Closed, or an upgrade has taken its place. */
  over: boolean;
}

/** Wherever a frozen step says `slot`, it mentions that one. */
const mentioned = sql`select ${componentCredentialSlots.id} as "slotId", ${componentCredentialSlots.slotKey} as "key",
      ${componentCredentialSlots.tag} as "tag",
      (${componentCredentialSlots.definition} ->> 'exported')::boolean as "exported",
      ${runbooks.id} as "runbookId", ${runbooks.clientId} as "clientId",
      (${runbooks.closedAt} is not null or ${runbooks.supersededAt} is not null) as "over"
    from ${runbooks}
    join ${runbookSteps} on ${runbookSteps.runbookId} = ${runbooks.id}
      and ${runbookSteps.stepId} = ${sql.placeholder('stepId')}
      and jsonb_path_exists(${runbookSteps.content}, '$.**.slot ? (@ == $slot)',
        jsonb_build_object('slot', ${sql.placeholder('slotId')}::text))
    join ${componentCredentialSlots} on ${componentCredentialSlots.id} = ${sql.placeholder('slotId')}
      and ${componentCredentialSlots.retiredAt} is null
    join ${components} on ${components.id} = ${componentCredentialSlots.componentId}
      and ${components.retiredAt} is null
    where ${runbooks.id} = ${sql.placeholder('runbookId')}`;

/** Asked at every copy, so planned once per connection. */
const stepSlot = prepared<StepSlot>('step-slot', mentioned);
const stepSlotAndValue = lookingFrom<StepSlot>('step-slot-and-value', mentioned);

type StepPlace = Readonly<Record<'runbookId' | 'stepId' | 'slotId', string>>;

/** A step of a run that mentions a slot, or `not-found`: a slot of another run or client is simply not there. */
export async function readStepSlot(executor: Executor, place: StepPlace): Promise<StepSlot> {
  if (!isUuid(place.runbookId)) throw notFound('runbook');
  const [slot] = await stepSlot(executor, place);
  if (slot === undefined) throw notFound('credential slot');
  return slot;
}

/**
 * The same for a reveal, with what it has to know of the slot's value, in one round trip. Whoever may not have values
 * decrypted gets the slot alone: `revealCredential` refuses them, and records it.
 */
export async function lookAtStepSlot(
  actor: Actor,
  place: StepPlace,
): Promise<{ slot: StepSlot; seen?: Found }> {
  if (!may(actor, 'credential.reveal')) return { slot: await readStepSlot(database(), place) };
  if (!isUuid(place.runbookId)) throw notFound('runbook');
  const looked = await stepSlotAndValue(actor, place);
  if (looked === undefined) throw notFound('credential slot');
  return { slot: looked.place, seen: looked.seen };
}
