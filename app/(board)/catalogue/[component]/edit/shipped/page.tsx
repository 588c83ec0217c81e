import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NotAllowed } from '@/components/auth/not-allowed';
import { ChangedEntries } from '@/components/catalogue/changed-entries';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { compareWithShipped } from '@/lib/runbook/compare-shipped';

interface PageProps {
  params: Promise<{ component: string }>;
}

export const metadata: Metadata = { title: 'Edited and shipped text' };

export default async function ShippedPage({ params }: PageProps) {
  const { component: id } = await params;
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}/edit/shipped`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const entries = await compareWithShipped(actor, id);
  if (entries === null) notFound();
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}/edit`, label: 'Edit' }}
        title="What was edited here"
        facts="From the shipped text to the edited one: what went is struck through, what came is underlined."
      />
      <div className="max-w-3xl">
        {entries.length === 0 ? (
          <Notice tone="ok">The edited text says the same as the shipped one.</Notice>
        ) : (
          <ChangedEntries entries={entries} editsIn={null} />
        )}
      </div>
    </>
  );
}
