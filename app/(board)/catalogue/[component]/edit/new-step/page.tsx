import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { addStepAction } from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { EntryForm } from '@/components/catalogue/entry-form';
import { Field } from '@/components/ui/field';
import { PageHead } from '@/components/ui/page-head';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { blankStep, fieldsOf } from '@/lib/catalogue/entries';

interface PageProps {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Add a step' };

export default async function NewStepPage({ params, searchParams }: PageProps) {
  const { component: id } = await params;
  const kind = (await searchParams).kind === 'command' ? 'command' : 'instruction';
  const here = `/catalogue/${encodeURIComponent(id)}/edit/new-step`;
  const { actor } = await requireReader(`${here}?kind=${kind}`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const edit = await readEdit(actor, id);
  if (edit === null) notFound();
  const { steps, name } = edit.current;
  const blank = blankStep(kind);
  const places = steps.map((step) => ({ value: step.id, label: `After “${step.title}”` }));
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}/edit`, label: `Edit ${name}` }}
        title="Add a step"
        facts={kind === 'command' ? 'A step with a command' : 'A step with an instruction'}
      />
      <EntryForm
        key={kind}
        action={addStepAction.bind(null, id, kind)}
        fields={fieldsOf('step', blank)}
        entry={blank}
        button="Add it to the draft"
      >
        <p>
          {kind === 'command' ? (
            <TextLink href={`${here}?kind=instruction`}>Write an instruction instead</TextLink>
          ) : (
            <TextLink href={`${here}?kind=command`}>Write a command instead</TextLink>
          )}
        </p>
        <Field
          name="id"
          label="Id"
          hint={`Like ${id}.short-name. Runs refer to it, so it is never edited again.`}
        >
          <TextInput code autoComplete="off" defaultValue={`${id}.`} />
        </Field>
        <Field name="after" label="Place">
          <Select
            options={[{ value: '', label: 'First' }, ...places]}
            defaultValue={steps.at(-1)?.id ?? ''}
          />
        </Field>
      </EntryForm>
    </>
  );
}
