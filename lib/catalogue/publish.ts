import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { shippedCatalogue, shippedComponent } from '@/lib/catalogue/catalogue';
import {
  type ChangeRow,
  lockCatalogue,
  publishedComponents,
  readDraftRow,
} from '@/lib/catalogue/change-rows';
import { componentChoiceSchema, publishSchema } from '@/lib/catalogue/change-schema';
import { refuseStale } from '@/lib/catalogue/draft-rows';
import { partHash, versionHash } from '@/lib/catalogue/hash';
import { lostSlotProblems } from '@/lib/catalogue/lost-slots';
import { type LaidComponent, overlayCatalogue } from '@/lib/catalogue/overlay';
import { readCatalogue } from '@/lib/catalogue/queries';
import { refuseSecretTexts } from '@/lib/catalogue/refuse-secret-texts';
import { misusedNames } from '@/lib/catalogue/returning-names';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { lockSlots } from '@/lib/catalogue/slot-locks';
import { latestVersion, takeVersion, writeEntries } from '@/lib/catalogue/write-version';
import { database, type Transaction } from '@/lib/db/database';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';
import { AppError, invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * Puts a component's draft in force as a new version of the catalogue, and returns its number. Throws `invalid` with
 * every contradiction it would make, also with what is edited in another component, and every name that would come to
 * mean another thing; `conflict` when the draft is another than the one that was read, when a slot with values would be
 * re-tagged or would leave, or when nothing differs. The draft stays in all of these.
 */
export async function publishDraft(
  actor: Actor,
  input: unknown,
  shipped: Catalogue = shippedCatalogue,
): Promise<number> {
  authorise(actor, 'catalogue.manage');
  const { componentId, revision, note } = parseInput(publishSchema, input);
  refuseSecretTexts(await readCatalogue(), [['note', note]]);
  return database().transaction(async (tx) => {
    await lockCatalogue(tx);
    const draft = await readDraftRow(tx, componentId);
    if (draft === null || draft.revision !== revision) return refuseStale(tx, actor, { draft }, componentId);
    const isShipped = partHash(draft.definition) === partHash(shippedComponent(componentId, shipped));
    const definition = isShipped ? null : draft.definition;
    const next = await nextVersion(tx, shipped, { componentId, definition });
    if (next.same) {
      throw new AppError('conflict', 'Nothing to publish: the draft says what is in force. Withdraw it.');
    }
    if (next.undone.length > 0) throw invalidInput({ problems: next.undone }, 'Another edit rests on this.');
    refuseSecretTexts(next.catalogue, [['note', note]]);
    if (!isShipped) await refuseMisusedNames(tx, next, shippedComponent(componentId, shipped), componentId);
    await takeVersion(tx, next.catalogue, next.version);
    const decided = { decidedBy: actor.id, decidedAt: sql`clock_timestamp()`, note };
    await tx
      .update(catalogueChanges)
      .set({ ...decided, state: 'published', definition, catalogueVersion: next.version })
      .where(eq(catalogueChanges.id, draft.id));
    await writeEntries(tx, next.catalogue, next.version, 'conflict');
    await appendAuditEvent(tx, actor, {
      action: 'catalogue.published',
      detail: { component: componentId, catalogueVersion: next.version },
    });
    return next.version;
  });
}

/** Puts the shipped text of a component in force again, as a new version. A draft of the component stays. */
export async function restoreShipped(
  actor: Actor,
  input: unknown,
  shipped: Catalogue = shippedCatalogue,
): Promise<number> {
  authorise(actor, 'catalogue.manage');
  const { componentId, version } = parseInput(componentChoiceSchema, input);
  return database().transaction(async (tx) => {
    await lockCatalogue(tx);
    const published = await requirePublished(tx, componentId, version);
    const next = await nextVersion(tx, shipped, { componentId, definition: null });
    await takeVersion(tx, next.catalogue, next.version);
    await tx.insert(catalogueChanges).values({
      componentId,
      state: 'published',
      definition: null,
      baseHash: partHash(published.definition),
      shippedHash: partHash(shippedComponent(componentId, shipped)),
      startedBy: actor.id,
      changedBy: actor.id,
      decidedBy: actor.id,
      decidedAt: new Date(),
      note: 'The shipped text again.',
      catalogueVersion: next.version,
    });
    await writeEntries(tx, next.catalogue, next.version, 'conflict');
    await appendAuditEvent(tx, actor, {
      action: 'catalogue.shipped-restored',
      detail: { component: componentId, catalogueVersion: next.version },
    });
    return next.version;
  });
}

/** Notes that somebody has seen the new shipped text of a component and keeps the edited one. */
export async function keepEdited(
  actor: Actor,
  input: unknown,
  shipped: Catalogue = shippedCatalogue,
): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, version } = parseInput(componentChoiceSchema, input);
  await database().transaction(async (tx) => {
    await lockCatalogue(tx);
    const published = await requirePublished(tx, componentId, version);
    await tx
      .update(catalogueChanges)
      .set({ shippedHash: partHash(shippedComponent(componentId, shipped)) })
      .where(eq(catalogueChanges.id, published.id));
    await appendAuditEvent(tx, actor, {
      action: 'catalogue.edit-kept',
      detail: { component: componentId, catalogueVersion: published.catalogueVersion ?? 0 },
    });
  });
}

/** The edited component in force, if it still is the one that was seen. */
async function requirePublished(tx: Transaction, componentId: string, version: number): Promise<ChangeRow> {
  const published = (await publishedComponents(tx)).find((row) => row.componentId === componentId);
  const latest = await latestVersion(tx);
  if (published !== undefined && published.definition !== null && latest?.version === version)
    return published;
  throw new AppError(
    'conflict',
    'The catalogue changed meanwhile, so nothing was done. Reload the page first.',
  );
}

/** The last door for names: drafts were saved before the catalogue was what it is now. */
async function refuseMisusedNames(
  tx: Transaction,
  { before, catalogue }: { before: Catalogue; catalogue: Catalogue },
  shipped: Component | null,
  componentId: string,
): Promise<void> {
  const [inForce, drafted] = [before, catalogue].map(({ components }) =>
    components.find(({ id }) => id === componentId),
  );
  if (inForce === undefined || drafted === undefined) return;
  const problems = await misusedNames(tx, inForce, drafted, shipped);
  if (problems.length > 0) throw invalidInput({ problems }, 'A name would come to mean another value.');
}

interface NextVersion {
  before: Catalogue;
  catalogue: Catalogue;
  version: number;
  same: boolean;
  /** Why what is edited in other components, and in force so far, would not fit any more. */
  undone: string[];
}

async function nextVersion(
  tx: Transaction,
  shipped: Catalogue,
  changed: LaidComponent,
): Promise<NextVersion> {
  const published = await publishedComponents(tx);
  const latest = await latestVersion(tx);
  const { catalogue: before, setAside: asideBefore } = overlayCatalogue(shipped, published);
  if (latest === null || latest.contentHash !== versionHash(before, latest.version)) {
    throw new AppError(
      'conflict',
      'This server runs another release than the one that loaded the catalogue, so nothing was published. Restart the board, then publish.',
    );
  }
  const others = published.filter(({ componentId }) => componentId !== changed.componentId);
  const { catalogue, setAside } = overlayCatalogue(shipped, [...others, changed]);
  const problems = setAside.find(({ componentId }) => componentId === changed.componentId)?.problems;
  if (problems !== undefined) {
    throw invalidInput({ problems: [...problems] }, 'The catalogue would contradict itself.');
  }
  await lockSlots(tx);
  const lost = await lostSlotProblems(tx, before, catalogue);
  if (lost.length > 0) throw new AppError('conflict', lost.join(' '));
  const same = partHash(catalogue) === partHash(before);
  const aside = new Set(asideBefore.map(({ componentId }) => componentId));
  const undone = setAside.flatMap((each) => (aside.has(each.componentId) ? [] : each.problems));
  return { before, catalogue, version: latest.version + 1, same, undone };
}
