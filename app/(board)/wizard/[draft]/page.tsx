import { redirect } from 'next/navigation';
import { requireReader } from '@/lib/auth/session';
import { stepHref } from '@/lib/wizard/steps';
import { findDraft } from './open-step';

/** The draft's own address leads to where the work was left off. */
export default async function DraftPage({ params }: { params: Promise<{ draft: string }> }) {
  const { draft: draftId } = await params;
  const { actor } = await requireReader(`/wizard/${draftId}`);
  const draft = await findDraft(actor, draftId);
  redirect(draft.completedAt === null ? stepHref(draft.id, draft.step) : `/wizard/${draft.id}/created`);
}
