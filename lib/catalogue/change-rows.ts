import 'server-only';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { LaidComponent } from '@/lib/catalogue/overlay';
import type { Executor, Transaction } from '@/lib/db/database';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';

export type ChangeRow = typeof catalogueChanges.$inferSelect;

/** One writer of the catalogue at a time, until the transaction ends: loaders, publishers and savers of drafts. */
export async function lockCatalogue(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('catalogue'))`);
}

/** The newest published change of each component, in the order of their ids. */
export async function publishedComponents(executor: Executor): Promise<(ChangeRow & LaidComponent)[]> {
  return executor
    .selectDistinctOn([catalogueChanges.componentId])
    .from(catalogueChanges)
    .where(eq(catalogueChanges.state, 'published'))
    .orderBy(catalogueChanges.componentId, desc(catalogueChanges.catalogueVersion));
}

/** The draft of a component, or null. */
export async function readDraftRow(executor: Executor, componentId: string): Promise<ChangeRow | null> {
  const [row] = await executor
    .select()
    .from(catalogueChanges)
    .where(and(eq(catalogueChanges.componentId, componentId), eq(catalogueChanges.state, 'draft')));
  return row ?? null;
}
