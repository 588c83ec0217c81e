import { DiscardDraft } from '@/components/wizard/discard-draft';
import type { Actor } from '@/lib/auth/actor';
import { countStoredValues } from '@/lib/wizard/discard-draft';
import type { OpenDraft } from '@/lib/wizard/queries';
import { textOf } from '@/lib/wizard/whole-draft';
import { discardAction } from './actions';

/** The end of every page of a draft: the way to throw it away. */
export async function DraftFoot({ actor, draft }: { actor: Actor; draft: OpenDraft }) {
  return (
    <DiscardDraft
      name={textOf(draft.answers, 'name')}
      values={await countStoredValues(actor, draft.client?.id ?? null)}
      action={discardAction.bind(null, draft.id)}
      href={`/wizard/${draft.id}/discard`}
    />
  );
}
