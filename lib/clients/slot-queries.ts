import 'server-only';
import { eq } from 'drizzle-orm';
import { lastReveals } from '@/lib/audit/last-reveals';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import type { Slot } from '@/lib/catalogue/schema';
import { type ClientRow, readClientRow } from '@/lib/clients/client-row';
import { readEndings } from '@/lib/clients/ending-queries';
import { endOfPlacement, revocationOf } from '@/lib/clients/endings';
import { listPlacements } from '@/lib/clients/placement-queries';
import type { MachinePlacement, RedactedSlot, WorkingSlot } from '@/lib/clients/schema';
import { readScope } from '@/lib/clients/scope';
import { faceOf, slotState } from '@/lib/clients/slot-state';
import { database } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences, placements } from '@/lib/db/schema/clients';

/** The slot list that support gets: who may read the client may read this. Values are not selected at all. */
export async function listRedactedSlots(actor: Actor, clientId: string): Promise<RedactedSlot[]> {
  authorise(actor, 'client.read');
  return (await readSlots(actor, clientId)).map(redact);
}

/** The slot list for those who fill it: lengths and references too, values never. */
export async function listWorkingSlots(actor: Actor, clientId: string): Promise<WorkingSlot[]> {
  authorise(actor, 'credential.store');
  return (await readSlots(actor, clientId)).map((facts) => ({ ...redact(facts), ...workingDetails(facts) }));
}

interface SlotFacts {
  slot: Slot;
  componentName: string;
  value: Awaited<ReturnType<typeof readStored>>[number] | undefined;
  reference: Awaited<ReturnType<typeof readReferences>>[number] | undefined;
  placement: typeof placements.$inferSelect | undefined;
  reveal: { at: Date; by: string } | undefined;
  storedBy: string | null;
  placedBy: string | null;
  onMachines: MachinePlacement[];
  revoked: RedactedSlot['revoked'];
}

async function readSlots(actor: Actor, clientId: string): Promise<SlotFacts[]> {
  const client = await readClientRow(database(), clientId);
  const scope = await readScope(database(), client.id);
  const [stored, references, allPlaced, reveals, onMachines, endings] = await Promise.all([
    readStored(client.id),
    readReferences(client.id),
    database().select().from(placements).where(eq(placements.clientId, client.id)),
    lastReveals(client.id),
    listPlacements(actor, client.id),
    readEndings(database(), client.id),
  ]);
  const placed = allPlaced.filter((row) => endOfPlacement(endings, row) === null);
  const names = await namesOf([
    ...stored.map((row) => row.storedBy),
    ...reveals.map((row) => row.actorId),
    ...placed.map((row) => row.placedBy),
    ...endings.map(({ by }) => by),
  ]);
  const nameOf = (id: string) => names.get(id) ?? 'somebody';
  return scope.slots.map((slot) => {
    const value = stored.find((row) => row.slotId === slot.id);
    const reveal = reveals.find((row) => row.slotId === slot.id);
    const placement = placed.find((row) => row.slotId === slot.id);
    const reference = references.find((row) => row.slotId === slot.id);
    const renewed = [value?.storedAt, reference?.updatedAt, placement?.placedAt];
    const revoked = revocationOf(endings, slot.id, renewed);
    return {
      slot,
      componentName: componentNameOf(slot, scope.catalogue.components),
      value,
      reference,
      placement,
      reveal: reveal === undefined ? undefined : { at: reveal.at, by: nameOf(reveal.actorId) },
      storedBy: value === undefined ? null : nameOf(value.storedBy),
      placedBy: placement === undefined ? null : nameOf(placement.placedBy),
      onMachines: onMachines.filter((row) => row.slotId === slot.id),
      revoked: revoked && {
        by: nameOf(revoked.by),
        at: revoked.at,
        wanted: revoked.kind === 'offboarding' && staysOn(client),
      },
    };
  });
}

function staysOn({ offboardingStartedAt, offboardedAt }: ClientRow): boolean {
  return offboardingStartedAt === null && offboardedAt === null;
}

/** Metadata of stored values. The envelope is not among the columns: what is not selected cannot leak. */
function readStored(clientId: string) {
  return database()
    .select({
      slotId: clientCredentials.slotId,
      valueVersion: clientCredentials.valueVersion,
      characters: clientCredentials.characters,
      storedAt: clientCredentials.storedAt,
      storedBy: clientCredentials.storedBy,
      expiresAt: clientCredentials.expiresAt,
      spentAt: clientCredentials.spentAt,
    })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
}

function readReferences(clientId: string) {
  return database()
    .select({
      slotId: clientVaultReferences.slotId,
      reference: clientVaultReferences.reference,
      label: clientVaultReferences.label,
      updatedAt: clientVaultReferences.updatedAt,
    })
    .from(clientVaultReferences)
    .where(eq(clientVaultReferences.clientId, clientId));
}

const componentIdOf = (slot: Slot) => slot.id.slice(0, slot.id.indexOf('.'));

function componentNameOf(slot: Slot, components: readonly { id: string; name: string }[]): string {
  return components.find((component) => component.id === componentIdOf(slot))?.name ?? componentIdOf(slot);
}

function redact(facts: SlotFacts): RedactedSlot {
  const { slot, value, reveal } = facts;
  return {
    slotId: slot.id,
    key: slot.key,
    name: slot.name,
    componentId: componentIdOf(slot),
    componentName: facts.componentName,
    tag: slot.tag,
    class: slot.class,
    face: faceOf(slot),
    required: slot.required,
    state: slotState(slot, facts, new Date()),
    valueVersion: value?.valueVersion ?? null,
    lastRotatedAt: value?.storedAt ?? null,
    storedBy: facts.storedBy,
    placedBy: facts.placedBy,
    placedAt: facts.placement?.placedAt ?? null,
    lastCopiedAt: reveal?.at ?? null,
    lastCopiedBy: reveal?.by ?? null,
    expiresAt: value?.expiresAt ?? null,
    revoked: facts.revoked,
    gaps: facts.onMachines.flatMap(({ machineName, gap }) => (gap === null ? [] : [{ machineName, gap }])),
  };
}

function workingDetails({ slot, value, reference, placement }: SlotFacts) {
  return {
    promptLabel: slot.promptLabel,
    description: slot.description,
    formatHint: slot.format?.hint ?? null,
    whereToGet: slot.whereToGet,
    generated: slot.generator !== undefined,
    obtained: slot.obtained,
    characters: value?.characters ?? null,
    reference: reference?.reference ?? null,
    referenceLabel: reference?.label ?? null,
    signedInAs: placement?.signedInAs ?? null,
  };
}
