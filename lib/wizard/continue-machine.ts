import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { parseInput } from '@/lib/validate';
import { clientIdOf, lockDraft, touchDraft, writeAnswers } from '@/lib/wizard/answers';
import { keepPosted, textsOf } from '@/lib/wizard/continue-step';
import { fieldsOf } from '@/lib/wizard/fields';
import { machineAnswersSchema, type PostedForm } from '@/lib/wizard/schema';

/** Continue of "Which machine is it?". The machine's record is made together with the client. */
export async function continueMachine(actor: Actor, draftId: string, posted: PostedForm): Promise<void> {
  const answers = await keepPosted(actor, draftId, 'machine', posted);
  parseInput(machineAnswersSchema, textsOf(answers, fieldsOf('machine')));
  await database().transaction(async (tx) => {
    clientIdOf(await lockDraft(tx, draftId));
    await writeAnswers(tx, actor, draftId, { dropped: [] });
    await touchDraft(tx, draftId, 'check');
  });
}
