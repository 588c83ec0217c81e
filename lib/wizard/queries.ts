import 'server-only';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { readScope } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { wizardAnswers, wizardDrafts } from '@/lib/db/schema/wizard';
import { AppError } from '@/lib/errors';
import { isUuid } from '@/lib/validate';
import { clientIdOf, plainAnswers, readAnswers, readDraftRow } from '@/lib/wizard/answers';
import { type Answers, STEP_TITLES, type StoredAnswer, type WizardStep } from '@/lib/wizard/schema';
import { type DraftProgress, isStep } from '@/lib/wizard/steps';
import { listOf, type WholeDraft, wholeDraft } from '@/lib/wizard/whole-draft';

/** A draft with everything its pages are made of. */
export interface OpenDraft {
  id: string;
  step: WizardStep;
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
  /** Null until the first step was answered. */
  client: { id: string; slug: string; name: string } | null;
  stored: ReadonlyMap<string, StoredAnswer>;
  answers: Answers;
  catalogue: Catalogue;
  whole: WholeDraft;
  progress: DraftProgress;
  /** What the last Continue dropped, in sentences' parts: "MLS token reference, because …". */
  dropped: string[];
}

/** The draft as its pages show it, or `not-found`. */
export async function openDraft(actor: Actor, draftId: string): Promise<OpenDraft> {
  authorise(actor, 'wizard.use');
  const row = await readDraftRow(database(), draftId);
  const [catalogue, stored, client] = await Promise.all([
    readCatalogue(),
    readAnswers(database(), row.id),
    readDraftClient(row.clientId),
  ]);
  const answers = plainAnswers(stored);
  const applied = client === null ? [] : (await readScope(database(), client.id)).componentIds;
  return {
    id: row.id,
    step: isStep(row.step) ? row.step : 'client',
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    completedAt: row.completedAt,
    client: client === null ? null : { id: client.id, slug: client.slug, name: client.name },
    stored,
    answers,
    catalogue,
    whole: wholeDraft(catalogue, answers),
    progress: {
      hasClient: client !== null,
      hasTier: client?.tierId != null,
      hasComponents: applied.length > 0,
    },
    dropped: listOf(answers, 'dropped'),
  };
}

async function readDraftClient(clientId: string | null) {
  if (clientId === null) return null;
  const [row] = await database()
    .select({ id: clients.id, slug: clients.slug, name: clients.name, tierId: clients.tierId })
    .from(clients)
    .where(eq(clients.id, clientId));
  return row ?? null;
}

/** A draft as the board lists it. */
export interface DraftSummary {
  id: string;
  /** Empty while nobody has typed a name. */
  name: string;
  clientId: string | null;
  step: WizardStep;
  stepTitle: string;
  createdBy: string;
  updatedAt: Date;
}

export interface DraftPage {
  drafts: DraftSummary[];
  /** Pass it on for the next page; null on the last. */
  nextCursor: string | null;
}

const PAGE_SIZE = 50;

/** Drafts that are not finished, the one worked on last first, 50 a page. */
export async function listDrafts(actor: Actor, cursor?: string): Promise<DraftPage> {
  authorise(actor, 'wizard.use');
  const rows = await database()
    .select({
      id: wizardDrafts.id,
      clientId: wizardDrafts.clientId,
      step: wizardDrafts.step,
      createdBy: wizardDrafts.createdBy,
      updatedAt: wizardDrafts.updatedAt,
      updatedAtText: sql<string>`${wizardDrafts.updatedAt}::text`,
      typedName: wizardAnswers.value,
      clientName: clients.name,
    })
    .from(wizardDrafts)
    .leftJoin(wizardAnswers, and(eq(wizardAnswers.draftId, wizardDrafts.id), eq(wizardAnswers.field, 'name')))
    .leftJoin(clients, eq(clients.id, wizardDrafts.clientId))
    .where(and(isNull(wizardDrafts.completedAt), afterCursor(cursor)))
    .orderBy(desc(wizardDrafts.updatedAt), desc(wizardDrafts.id))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  const names = await namesOf(page.map((row) => row.createdBy));
  return {
    drafts: page.map((row) => ({
      id: row.id,
      name: typeof row.typedName === 'string' ? row.typedName : (row.clientName ?? ''),
      clientId: row.clientId,
      step: isStep(row.step) ? row.step : 'client',
      stepTitle: STEP_TITLES[isStep(row.step) ? row.step : 'client'],
      createdBy: names.get(row.createdBy) ?? 'somebody',
      updatedAt: row.updatedAt,
    })),
    nextCursor: rows.length > PAGE_SIZE && last ? `${last.updatedAtText}_${last.id}` : null,
  };
}

/** The cursor is the text of a moment as PostgreSQL wrote it, so that no microsecond is lost, and an id. */
function afterCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const at = cursor.lastIndexOf('_');
  const [moment, id] = [cursor.slice(0, at), cursor.slice(at + 1)];
  if (!isUuid(id) || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(moment)) {
    throw new AppError('invalid', 'This page of the list does not exist. Go back to its beginning.');
  }
  return sql`(${wizardDrafts.updatedAt}, ${wizardDrafts.id}) < (${moment}::timestamptz, ${id}::uuid)`;
}

/** The client behind an unfinished draft, for what is done to its slots. */
export async function draftClientId(actor: Actor, draftId: string): Promise<string> {
  authorise(actor, 'wizard.use');
  const row = await readDraftRow(database(), draftId);
  if (row.completedAt !== null) {
    throw new AppError('conflict', 'This client was created meanwhile. Go on from the client’s own page.');
  }
  return clientIdOf(row);
}
