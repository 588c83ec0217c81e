import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { AppError } from '@/lib/errors';

/** Opens an empty draft and returns its id. No client exists until the first step is answered. */
export async function startDraft(actor: Actor): Promise<string> {
  authorise(actor, 'wizard.use');
  const [row] = await database()
    .insert(wizardDrafts)
    .values({ createdBy: actor.id })
    .returning({ id: wizardDrafts.id });
  if (row === undefined) throw new AppError('unexpected', 'The draft was not opened.');
  return row.id;
}
