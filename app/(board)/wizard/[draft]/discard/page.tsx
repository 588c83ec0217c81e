import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/components/ui/page-head';
import { DiscardForm, discardWords } from '@/components/wizard/discard-draft';
import { requireReader } from '@/lib/auth/session';
import { countStoredValues } from '@/lib/wizard/discard-draft';
import { stepHref } from '@/lib/wizard/steps';
import { textOf } from '@/lib/wizard/whole-draft';
import { discardAction } from '../actions';
import { findDraft } from '../open-step';

export const metadata: Metadata = { title: 'Discard a draft' };

/** The question of the dialog as a page, for browsers without script. */
export default async function DiscardPage({ params }: { params: Promise<{ draft: string }> }) {
  const { draft: draftId } = await params;
  const { actor } = await requireReader(`/wizard/${draftId}/discard`);
  const draft = await findDraft(actor, draftId);
  if (draft.completedAt !== null) redirect(`/wizard/${draft.id}/created`);
  const name = textOf(draft.answers, 'name');
  const values = await countStoredValues(actor, draft.client?.id ?? null);
  return (
    <div className="mx-auto grid w-full max-w-160 gap-4 text-16">
      <BackLink href={stepHref(draft.id, draft.step)}>Back to the draft</BackLink>
      <h1 className="font-semibold text-28 tracking-tight">{discardWords(name, values)}?</h1>
      <p>Answers and stored values are destroyed for good. Nobody can bring them back.</p>
      <DiscardForm name={name} values={values} action={discardAction.bind(null, draft.id)} />
    </div>
  );
}
