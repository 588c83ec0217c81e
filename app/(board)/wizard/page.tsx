import type { Metadata } from 'next';
import { ActionForm } from '@/components/ui/action-form';
import { BackLink } from '@/components/ui/page-head';
import { PaginationLinks } from '@/components/ui/pagination-links';
import { SubmitButton } from '@/components/ui/submit-button';
import { DraftList } from '@/components/wizard/draft-list';
import { requireReader } from '@/lib/auth/session';
import { listDrafts } from '@/lib/wizard/queries';
import { startWizardAction } from './actions';

export const metadata: Metadata = { title: 'New client' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a client begins, and where the unfinished ones are. */
export default async function WizardPage({ searchParams }: Props) {
  const { actor } = await requireReader('/wizard');
  const { after } = await searchParams;
  const { drafts, nextCursor } = await listDrafts(actor, typeof after === 'string' ? after : undefined);
  return (
    <div className="mx-auto grid w-full max-w-160 gap-6 text-16">
      <div>
        <BackLink href="/">Board</BackLink>
        <h1 className="mt-3 font-semibold text-28 tracking-tight">New client</h1>
        <p className="mt-2 max-w-prose">
          Seven short steps, with the client on the phone. Everything is saved as you type, so you can stop at
          any point and go on later.
        </p>
      </div>
      <ActionForm action={startWizardAction}>
        <SubmitButton size="touch" busyLabel="Opening…" className="justify-self-start">
          Start a new client
        </SubmitButton>
      </ActionForm>
      {drafts.length > 0 && (
        <section aria-labelledby="drafts" className="grid gap-2">
          <h2 id="drafts" className="font-semibold text-20 tracking-tight">
            Or go on with a draft
          </h2>
          <DraftList drafts={drafts} />
          <PaginationLinks
            newerHref={after === undefined ? null : '/wizard'}
            newerLabel="First page"
            olderHref={nextCursor === null ? null : `/wizard?after=${encodeURIComponent(nextCursor)}`}
          />
        </section>
      )}
    </div>
  );
}
