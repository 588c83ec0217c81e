import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { saveEntryAction } from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { EntryForm } from '@/components/catalogue/entry-form';
import { entryHref } from '@/components/catalogue/entry-links';
import { LinkButton } from '@/components/ui/link-button';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readPart } from '@/lib/catalogue/edit-queries';
import { type EntryRef, fieldsOf } from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';

interface PageProps {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Edit a part' };

const TITLES: Readonly<Record<EntryRef['part'], string>> = {
  facts: 'About the component',
  whole: 'All of the component',
  setting: 'Edit a setting',
  slot: 'Edit a credential slot',
  step: 'Edit a step',
};

export default async function PartPage({ params, searchParams }: PageProps) {
  const { component: id } = await params;
  const { part, id: entryId, as } = await searchParams;
  const asked = new URLSearchParams({ part: String(part), id: String(entryId) });
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}/edit/part?${asked}`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const view = await readPart(actor, id, { part, id: entryId });
  if (view === null) notFound();
  const { ref, entry, basis, component } = view;
  const asJson = ref.part === 'whole' || as === 'json';
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}/edit`, label: `Edit ${component.name}` }}
        title={TITLES[ref.part]}
        facts={<span className="font-mono">{ref.id}</span>}
        actions={<LinkButton href={`/catalogue/${id}/edit/review`}>Review the draft</LinkButton>}
      />
      <EntryForm
        action={saveEntryAction.bind(null, id, ref)}
        fields={ref.part === 'whole' || asJson ? [wholeField] : fieldsOf(ref.part, entry)}
        entry={entry}
        basis={basis}
        button="Save draft"
      >
        {ref.part !== 'whole' && (
          <p className="max-w-prose text-ink-muted">
            {asJson ? (
              <TextLink href={entryHref(id, ref)}>Edit it field by field</TextLink>
            ) : (
              <>
                What has no field here is in{' '}
                <TextLink href={entryHref(id, ref, 'json')}>the whole part as JSON</TextLink>.
              </>
            )}
          </p>
        )}
      </EntryForm>
    </>
  );
}
