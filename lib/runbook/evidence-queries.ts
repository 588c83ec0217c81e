import 'server-only';
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { stepEvidence } from '@/lib/db/schema/evidence';
import { AppError, notFound } from '@/lib/errors';
import type { EvidenceView } from '@/lib/runbook/evidence-view';
import { type RunRow, readRunRow } from '@/lib/runbook/run-rows';
import { isUuid } from '@/lib/validate';

export interface EvidenceFile {
  mime: string;
  content: Buffer;
}

/** The bytes of an image, whole or small. Everybody who sees the run sees it, until the client's purge date. */
export async function readEvidenceFile(
  actor: Actor,
  place: { runbookId: string; evidenceId: string; form: 'whole' | 'preview' },
): Promise<EvidenceFile> {
  authorise(actor, 'run.read');
  const run = await readRunRow(database(), place.runbookId);
  if (!isUuid(place.evidenceId)) throw notFound('image');
  const [image] = await database()
    .select({
      mime: stepEvidence.mime,
      content: place.form === 'whole' ? stepEvidence.content : stepEvidence.preview,
      due: sql<boolean>`coalesce(${clients.purgeAfter} <= now(), false)`,
    })
    .from(stepEvidence)
    .innerJoin(clients, eq(clients.id, stepEvidence.clientId))
    .where(and(eq(stepEvidence.id, place.evidenceId), ofRuns(run)));
  if (image === undefined || image.content === null) throw notFound('image');
  if (image.due) {
    throw new AppError(
      'retention-due',
      'This client’s retention has ended. The image is about to be destroyed.',
    );
  }
  return { mime: place.form === 'whole' ? image.mime : 'image/webp', content: image.content };
}

const ofRuns = (run: RunRow) => inArray(stepEvidence.runbookId, [...run.continuedIds, run.id]);

const { content: _bytes, preview: _small, ...FACTS } = getTableColumns(stepEvidence);

/** The images of a run by step, oldest first, without their bytes. Authorising is the caller's. */
export async function readEvidence(run: RunRow): Promise<Map<string, EvidenceView[]>> {
  const rows = await database()
    .select(FACTS)
    .from(stepEvidence)
    .where(ofRuns(run))
    .orderBy(asc(stepEvidence.id));
  const names = await namesOf(rows.flatMap(({ addedBy, removedBy }) => [addedBy, removedBy]));
  const nameOf = (id: string | null) => (id === null ? undefined : names.get(id)) ?? 'Somebody';
  const byStep = new Map<string, EvidenceView[]>();
  for (const row of rows) {
    const { id, addendum, mime, bytes, width, height, removedAt, removedReason } = row;
    const removed =
      removedAt === null ? null : { by: nameOf(row.removedBy), at: removedAt, reason: removedReason ?? '' };
    const view: EvidenceView = {
      ...{ id, addendum, mime, bytes, width, height, removed },
      by: nameOf(row.addedBy),
      at: row.addedAt,
      sha256: row.sha256.toString('hex'),
    };
    byStep.set(row.stepId, [...(byStep.get(row.stepId) ?? []), view]);
  }
  return byStep;
}
