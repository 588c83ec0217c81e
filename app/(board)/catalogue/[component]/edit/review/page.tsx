import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { publishAction, withdrawAction } from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { ChangedEntries } from '@/components/catalogue/changed-entries';
import { DecideForm } from '@/components/catalogue/decide-form';
import { DraftNotices, DraftProblems } from '@/components/catalogue/draft-problems';
import { PreviewChoice } from '@/components/catalogue/preview-choice';
import { PublishForm } from '@/components/catalogue/publish-form';
import { StepPreviewList } from '@/components/catalogue/step-preview';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { PrivateText } from '@/components/ui/private-text';
import { Time } from '@/components/ui/time';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { reviewChange } from '@/lib/runbook/review-change';
import type { ChangeReview } from '@/lib/runbook/review-view';
import { listSuggestions } from '@/lib/runbook/suggestion-queries';

interface PageProps {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Review a draft' };

export default async function ReviewPage({ params, searchParams }: PageProps) {
  const { component: id } = await params;
  const { client } = await searchParams;
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}/edit/review`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const edit = await readEdit(actor, id);
  if (edit === null) notFound();
  const slug = typeof client === 'string' && client !== '' ? client : null;
  const review = await reviewChange(actor, id, slug);
  const back = { href: `/catalogue/${id}/edit`, label: `Edit ${edit.inForce.name}` };
  if (review === null) {
    return (
      <>
        <PageHead back={back} title="Review the draft" />
        <Notice className="max-w-3xl">There is no draft. Edit a part of the component first.</Notice>
      </>
    );
  }
  const suggestions = (await listSuggestions(actor, id)).filter(({ answer }) => answer === null);
  return (
    <>
      <PageHead
        back={back}
        title="Review the draft"
        facts={
          <span>
            Last saved by <PrivateText>{review.by}</PrivateText>, <Time at={review.at} />
          </span>
        }
      />
      <div className="grid gap-4">
        <DraftProblems component={review.component} sentences={review.problems} />
        <DraftNotices component={review.component} sentences={review.notices} />
      </div>
      <Part title="What changes">
        {review.entries.length === 0 ? (
          <p className="text-ink-muted">Nothing: the draft says what is in force.</p>
        ) : (
          <ChangedEntries entries={review.entries} editsIn={id} />
        )}
      </Part>
      {review.preview !== null && <Preview review={review} slug={slug} />}
      {review.problems.length === 0 && review.entries.length > 0 && (
        <Part title="Publish">
          <p className="mb-3 max-w-prose">{runsWords(review.runs)}</p>
          <PublishForm
            action={publishAction.bind(null, id)}
            revision={review.revision}
            version={review.nextVersion}
            suggestions={suggestions}
          />
        </Part>
      )}
      <Disclosure summary="Withdraw the draft" className="mt-6">
        <DecideForm
          action={withdrawAction.bind(null, id)}
          seen={{ name: 'revision', value: review.revision }}
          label="Withdraw it, publish nothing"
          busyLabel="Withdrawing…"
        />
      </Disclosure>
    </>
  );
}

function Preview({ review, slug }: { review: ChangeReview; slug: string | null }) {
  const { preview, clients, component } = review;
  if (preview === null) return null;
  return (
    <Part title="As a run would have it">
      <PreviewChoice clients={clients} chosen={slug} />
      {preview.problem !== null && <Notice tone="warn">{preview.problem}</Notice>}
      <StepPreviewList steps={preview.steps} absent={preview.absent} slots={component.slots} />
    </Part>
  );
}

function runsWords(runs: ChangeReview['runs']): string {
  if (runs === null || (runs.count === 0 && !runs.more)) return 'No open run changes by it.';
  const least = runs.more ? 'At least ' : '';
  const shows = runs.count === 1 ? 'open run shows' : 'open runs show';
  return `${least}${runs.count} ${shows} that the catalogue moved on; what was done in them stays.`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-8 max-w-3xl first:mt-0">
      <h2 className="mb-2 font-semibold text-16">{title}</h2>
      {children}
    </section>
  );
}
