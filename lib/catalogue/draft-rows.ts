import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { shippedComponent } from '@/lib/catalogue/catalogue';
import { type ChangeRow, lockCatalogue, readDraftRow } from '@/lib/catalogue/change-rows';
import { partHash } from '@/lib/catalogue/hash';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type Component, componentSchema } from '@/lib/catalogue/schema';
import { database, type Executor, type Transaction } from '@/lib/db/database';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';
import { AppError, notFound } from '@/lib/errors';

/** A component as an admin edits it: its draft, or what is in force while there is none. */
export interface EditedComponent {
  inForce: Component;
  draft: ChangeRow | null;
  /** The draft's text, or what is in force. */
  current: Component;
  /** False: an earlier version of the product wrote the draft in a shape that does not fit any more. */
  readable: boolean;
}

/** Reads a component with its draft. Throws `not-found`. */
export async function readEdited(executor: Executor, componentId: string): Promise<EditedComponent> {
  const { components } = await readCatalogue(executor);
  const inForce = components.find(({ id }) => id === componentId);
  if (inForce === undefined) throw notFound('component');
  const draft = await readDraftRow(executor, componentId);
  if (draft === null) return { inForce, draft, current: inForce, readable: true };
  const parsed = componentSchema.safeParse(draft.definition);
  return { inForce, draft, current: parsed.data ?? inForce, readable: parsed.success };
}

/**
 * Changes the draft of a component, begun with the first change, under the catalogue's lock. `change` gives the new
 * component; where it is the same as before, nothing is written.
 */
export async function changeDraft(
  actor: Actor,
  componentId: string,
  change: (edited: EditedComponent, tx: Transaction) => Promise<Component> | Component,
): Promise<void> {
  await database().transaction(async (tx) => {
    await lockCatalogue(tx);
    const edited = await readEdited(tx, componentId);
    if (!edited.readable) {
      throw new AppError(
        'conflict',
        'The draft was written for an earlier version of the product and does not fit any more. Withdraw it, then begin again.',
      );
    }
    const definition = componentSchema.parse(await change(edited, tx));
    if (partHash(definition) === partHash(edited.current)) return;
    const revision =
      edited.draft === null ? await begin(tx, actor, edited, definition) : edited.draft.revision + 1;
    if (edited.draft !== null) {
      await tx
        .update(catalogueChanges)
        .set({ definition, revision, changedBy: actor.id, changedAt: sql`clock_timestamp()` })
        .where(eq(catalogueChanges.id, edited.draft.id));
    }
    await appendAuditEvent(tx, actor, {
      action: 'catalogue.draft-saved',
      detail: { component: componentId, revision },
    });
  });
}

async function begin(
  tx: Transaction,
  actor: Actor,
  { inForce }: EditedComponent,
  definition: Component,
): Promise<number> {
  await tx.insert(catalogueChanges).values({
    componentId: inForce.id,
    state: 'draft',
    definition,
    baseHash: partHash(inForce),
    shippedHash: partHash(shippedComponent(inForce.id)),
    startedBy: actor.id,
    changedBy: actor.id,
  });
  return 1;
}

/** Refuses to write over what somebody else changed since the page was opened, naming who it was. */
export async function refuseStale(
  tx: Transaction,
  actor: Actor,
  { draft }: Pick<EditedComponent, 'draft'>,
  componentId: string,
): Promise<never> {
  const by = draft?.changedBy ?? (await lastToDecide(tx, componentId));
  const name = by === null ? undefined : (await namesOf([by], tx)).get(by);
  const who = by === actor.id ? 'You yourself (in another window)' : (name ?? 'Somebody');
  throw new AppError(
    'conflict',
    `${who} changed this meanwhile, so nothing was saved. What you typed is still here: copy what you need, reload the page to see theirs, then change it again.`,
  );
}

async function lastToDecide(tx: Transaction, componentId: string): Promise<string | null> {
  const [row] = await tx
    .select({ by: catalogueChanges.decidedBy })
    .from(catalogueChanges)
    .where(and(eq(catalogueChanges.componentId, componentId), sql`${catalogueChanges.decidedAt} is not null`))
    .orderBy(sql`${catalogueChanges.decidedAt} desc`)
    .limit(1);
  return row?.by ?? null;
}
