import 'server-only';
import { desc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { shippedCatalogue, shippedComponent } from '@/lib/catalogue/catalogue';
import { publishedComponents, readDraftRow } from '@/lib/catalogue/change-rows';
import { partHash } from '@/lib/catalogue/hash';
import { overlayCatalogue } from '@/lib/catalogue/overlay';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { database } from '@/lib/db/database';
import { catalogueVersions } from '@/lib/db/schema/catalogue';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';

/** How a component that admins edited stands to what the release ships, and whether a draft waits. */
export interface ComponentStanding {
  draft: { by: string; at: Date; revision: number; begunFromAnother: boolean } | null;
  /** `shipped`: nobody edited it. `moved-on`: the shipped text changed since it was edited. `set-aside`: see `problems`. */
  edit: 'shipped' | 'edited' | 'moved-on' | 'set-aside';
  problems: readonly string[];
}

/** Where a component stands between the release and its admins. */
export async function readStanding(
  actor: Actor,
  component: Component,
  shipped: Catalogue = shippedCatalogue,
): Promise<ComponentStanding> {
  authorise(actor, 'catalogue.manage');
  const draft = await readDraftRow(database(), component.id);
  const published = await publishedComponents(database());
  const own = published.find(({ componentId }) => componentId === component.id);
  const ours = shippedComponent(component.id, shipped);
  const setAside = overlayCatalogue(shipped, published).setAside.find(
    (one) => one.componentId === component.id,
  );
  const names = await namesOf([draft?.changedBy ?? null]);
  return {
    draft: draft && {
      by: names.get(draft.changedBy) ?? 'Somebody',
      at: draft.changedAt,
      revision: draft.revision,
      begunFromAnother: draft.baseHash !== partHash(component),
    },
    edit: standingOf(own, ours, setAside !== undefined),
    problems: setAside?.problems ?? [],
  };
}

function standingOf(
  own: { definition: unknown; shippedHash: string } | undefined,
  shipped: Component | null,
  setAside: boolean,
): ComponentStanding['edit'] {
  if (own === undefined || own.definition === null) return 'shipped';
  if (setAside) return 'set-aside';
  return own.shippedHash === partHash(shipped) ? 'edited' : 'moved-on';
}

/** Components that admins have to look at, by id. */
export interface OpenChanges {
  drafts: ReadonlySet<string>;
  /** The shipped text moved on, or the edit does not fit any more. */
  questions: ReadonlySet<string>;
}

/** Which components have a draft, and which ask for a decision after a release. */
export async function readOpenChanges(
  actor: Actor,
  shipped: Catalogue = shippedCatalogue,
): Promise<OpenChanges> {
  authorise(actor, 'catalogue.manage');
  const drafts = await database()
    .select({ componentId: catalogueChanges.componentId })
    .from(catalogueChanges)
    .where(eq(catalogueChanges.state, 'draft'));
  const published = await publishedComponents(database());
  const aside = new Set(overlayCatalogue(shipped, published).setAside.map(({ componentId }) => componentId));
  const questions = published.filter((row) =>
    ['moved-on', 'set-aside'].includes(
      standingOf(row, shippedComponent(row.componentId, shipped), aside.has(row.componentId)),
    ),
  );
  return {
    drafts: new Set(drafts.map(({ componentId }) => componentId)),
    questions: new Set(questions.map(({ componentId }) => componentId)),
  };
}

/** A version of the catalogue: published by somebody, or loaded with a release. */
export interface VersionRow {
  version: number;
  at: Date;
  /** Null: it came with a release. */
  change: { componentId: string; by: string; note: string } | null;
}

const SHOWN_VERSIONS = 100;

/** The newest versions of the catalogue with who made them and why. */
export async function listVersions(actor: Actor): Promise<VersionRow[]> {
  authorise(actor, 'catalogue.manage');
  const rows = await database()
    .select({ version: catalogueVersions, change: catalogueChanges })
    .from(catalogueVersions)
    .leftJoin(catalogueChanges, eq(catalogueChanges.catalogueVersion, catalogueVersions.version))
    .orderBy(desc(catalogueVersions.version))
    .limit(SHOWN_VERSIONS);
  const names = await namesOf(rows.map(({ change }) => change?.decidedBy ?? null));
  return rows.map(({ version: { version, loadedAt }, change }) => ({
    version,
    at: loadedAt,
    change: change && {
      componentId: change.componentId,
      by: names.get(change.decidedBy ?? '') ?? 'Somebody',
      note: change.note,
    },
  }));
}
