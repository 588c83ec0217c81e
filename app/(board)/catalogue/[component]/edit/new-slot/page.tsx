import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { addEntryAction } from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { NewEntryForm } from '@/components/catalogue/new-entry-form';
import { PageHead } from '@/components/ui/page-head';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { listEntries } from '@/lib/catalogue/entries';
import { blankEntry } from '@/lib/catalogue/new-entry';

interface PageProps {
  params: Promise<{ component: string }>;
}

export const metadata: Metadata = { title: 'Add a credential slot' };

export default async function NewSlotPage({ params }: PageProps) {
  const { component: id } = await params;
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}/edit/new-slot`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const edit = await readEdit(actor, id);
  const blank = blankEntry('slot', undefined);
  if (edit === null || blank === undefined) notFound();
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}/edit`, label: `Edit ${edit.current.name}` }}
        title="Add a credential slot"
        facts="A named need for a secret. Write no value anywhere here."
      />
      <NewEntryForm
        componentId={id}
        part="slot"
        blank={blank}
        others={listEntries(edit.current, 'slot')}
        action={addEntryAction.bind(null, id, 'slot', '')}
      />
    </>
  );
}
