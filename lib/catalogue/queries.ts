import 'server-only';
import { asc, isNull, sql } from 'drizzle-orm';
import {
  type Catalogue,
  componentSchema,
  packageSchema,
  settingSchema,
  slotSchema,
  stepSchema,
} from '@/lib/catalogue/schema';
import { database, type Executor } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
import {
  catalogueVersions,
  componentCredentialSlots,
  componentSettings,
  componentSteps,
  components,
  packageTiers,
  tierComponents,
} from '@/lib/db/schema/catalogue';
import { AppError } from '@/lib/errors';

export type VersionedCatalogue = Catalogue & { version: number };

/** The last catalogue read, by the hash of its content: hashes tell databases apart, version numbers do not. */
let cached: { contentHash: string; catalogue: VersionedCatalogue } | undefined;

/**
 * The catalogue in force, from the database. One small query a call; the rest is read once per version. Pass the
 * transaction you are in, so that no second connection is taken. It holds no client's data: every role may read it.
 */
export async function readCatalogue(executor: Executor = database()): Promise<VersionedCatalogue> {
  for (;;) {
    const before = await latestVersion(executor);
    if (cached?.contentHash === before.contentHash) return cached.catalogue;
    const catalogue = { ...(await readRows(executor)), version: before.version };
    // A load that committed in between would leave rows of two versions in one catalogue.
    const after = await latestVersion(executor);
    if (after.version === before.version) cached = { contentHash: before.contentHash, catalogue };
  }
}

/** Asked by nearly every request, so planned once per connection. */
const newest = prepared<{ version: number; contentHash: string }>(
  'catalogue-newest',
  sql`select ${catalogueVersions.version} as "version", ${catalogueVersions.contentHash} as "contentHash"
    from ${catalogueVersions} order by ${catalogueVersions.version} desc limit 1`,
);

async function latestVersion(executor: Executor): Promise<{ version: number; contentHash: string }> {
  const [latest] = await newest(executor, {});
  if (latest) return latest;
  throw new AppError('configuration', 'The catalogue is not loaded: run npm run board -- migrate.');
}

async function readRows(executor: Executor): Promise<Catalogue> {
  const settings = await entriesByComponent(executor, componentSettings);
  const slots = await entriesByComponent(executor, componentCredentialSlots);
  const steps = await entriesByComponent(executor, componentSteps);
  const rows = await executor
    .select({ id: components.id, definition: components.definition })
    .from(components)
    .where(isNull(components.retiredAt))
    .orderBy(asc(components.number));
  return {
    components: rows.map(({ id, definition }) =>
      componentSchema.parse({
        ...(definition as object),
        settings: settingSchema.array().parse(settings.get(id) ?? []),
        slots: slotSchema.array().parse(slots.get(id) ?? []),
        steps: stepSchema.array().parse(steps.get(id) ?? []),
      }),
    ),
    packages: await readPackages(executor),
  };
}

type EntryTable = typeof componentSettings | typeof componentCredentialSlots | typeof componentSteps;

async function entriesByComponent(executor: Executor, table: EntryTable): Promise<Map<string, unknown[]>> {
  const rows = await executor
    .select({ componentId: table.componentId, definition: table.definition })
    .from(table)
    .where(isNull(table.retiredAt))
    .orderBy(asc(table.position));
  const found = new Map<string, unknown[]>();
  for (const { componentId, definition } of rows) {
    found.set(componentId, [...(found.get(componentId) ?? []), definition]);
  }
  return found;
}

async function readPackages(executor: Executor): Promise<Catalogue['packages']> {
  const members = await executor.select().from(tierComponents);
  const order = await executor.select({ id: components.id }).from(components).orderBy(asc(components.number));
  const rows = await executor
    .select({
      id: packageTiers.id,
      kind: packageTiers.kind,
      name: packageTiers.name,
      summary: packageTiers.summary,
    })
    .from(packageTiers)
    .where(isNull(packageTiers.retiredAt))
    .orderBy(asc(packageTiers.position));
  return rows.map((row) => {
    const ids = new Set(members.filter((member) => member.tierId === row.id).map((m) => m.componentId));
    return packageSchema.parse({ ...row, components: order.map(({ id }) => id).filter((id) => ids.has(id)) });
  });
}
