import 'server-only';
import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { createDraftClient, firstFreeSlug, slugTaken, updateDraftClient } from '@/lib/clients/create-client';
import { suggestSlug } from '@/lib/clients/slug';
import { database } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { clients } from '@/lib/db/schema/clients';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { parseInput } from '@/lib/validate';
import { lockDraft, readDraftRow, touchDraft, writeAnswers } from '@/lib/wizard/answers';
import { keepPosted, textsOf } from '@/lib/wizard/continue-step';
import { fieldsOf } from '@/lib/wizard/fields';
import { clientAnswersSchema, type PostedForm } from '@/lib/wizard/schema';

/**
 * Continue of "Who is the client?". The first time it makes the client's record in stage draft, so that what is
 * typed on the credentials page has its place. Throws `invalid` per field; a short name that is taken says by whom.
 */
export async function continueClient(actor: Actor, draftId: string, posted: PostedForm): Promise<void> {
  const answers = await keepPosted(actor, draftId, 'client', posted);
  const texts = textsOf(answers, fieldsOf('client'));
  const typed = { ...texts, retentionDays: texts.retentionDays || '30' };
  const identity = parseInput(clientAnswersSchema, {
    ...typed,
    slug: texts.slug?.trim() ? texts.slug : await unaskedSlug(draftId, texts.name ?? ''),
  });
  try {
    await database().transaction(async (tx) => {
      const draft = await lockDraft(tx, draftId);
      if (draft.clientId === null) {
        const client = await createDraftClient(tx, actor, identity);
        await tx.update(wizardDrafts).set({ clientId: client.id }).where(eq(wizardDrafts.id, draft.id));
      } else {
        await updateDraftClient(tx, actor, draft.clientId, identity);
      }
      await writeAnswers(tx, actor, draft.id, {
        slug: identity.slug,
        retentionDays: String(identity.retentionDays),
        dropped: [],
      });
      await touchDraft(tx, draft.id, 'package');
    });
  } catch (error) {
    // Two people took the same short name in the same moment.
    if (violatedConstraint(error) === 'clients_slug_unique') throw await slugTaken(database(), identity.slug);
    throw error;
  }
}

/** The short name of a client for whom nobody typed one: made of the name, and free. */
async function unaskedSlug(draftId: string, name: string): Promise<string> {
  const draft = await readDraftRow(database(), draftId);
  const [own] =
    draft.clientId === null
      ? []
      : await database().select({ slug: clients.slug }).from(clients).where(eq(clients.id, draft.clientId));
  return own?.slug ?? firstFreeSlug(database(), suggestSlug(name));
}
