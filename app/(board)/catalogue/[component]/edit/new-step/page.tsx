import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { addEntryAction } from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { NewEntryForm } from '@/components/catalogue/new-entry-form';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { listEntries } from '@/lib/catalogue/entries';
import { blankEntry } from '@/lib/catalogue/new-entry';
import type { Slot } from '@/lib/catalogue/schema';

interface PageProps {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Add a step' };

type StepKind = 'instruction' | 'command' | 'secret';

export default async function NewStepPage({ params, searchParams }: PageProps) {
  const { component: id } = await params;
  const asked = await searchParams;
  const kind = asked.kind === 'command' || asked.kind === 'secret' ? asked.kind : 'instruction';
  const slotId = kind === 'secret' ? String(asked.slot) : '';
  const here = `/catalogue/${encodeURIComponent(id)}/edit/new-step`;
  const { actor } = await requireReader(`${here}?${new URLSearchParams({ kind, slot: slotId })}`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const edit = await readEdit(actor, id);
  if (edit === null) notFound();
  const { slots, name } = edit.current;
  const slot = slots.find((one) => one.id === slotId);
  const blank = blankEntry(kind, slot);
  if (blank === undefined) notFound();
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}/edit`, label: `Edit ${name}` }}
        title="Add a step"
        facts={FACTS[kind]}
      />
      <NewEntryForm
        key={`${kind} ${slotId}`}
        componentId={id}
        part="step"
        blank={blank}
        others={listEntries(edit.current, 'step')}
        action={addEntryAction.bind(null, id, kind, slotId)}
      >
        <OtherKinds here={here} kind={kind} slots={slots.filter((one) => one.id !== slotId)} />
      </NewEntryForm>
    </>
  );
}

const FACTS: Readonly<Record<StepKind, string>> = {
  instruction: 'A step with an instruction',
  command: 'A step with a command',
  secret: 'A step that brings a secret to the machine',
};

interface OtherKindsProps {
  here: string;
  kind: StepKind;
  slots: readonly Slot[];
}

/** The organisation's own secrets never reach a machine, so no step is about them. */
function OtherKinds({ here, kind, slots }: OtherKindsProps) {
  return (
    <ul className="grid gap-1">
      {kind !== 'instruction' && (
        <li>
          <TextLink href={`${here}?kind=instruction`}>Write an instruction instead</TextLink>
        </li>
      )}
      {kind !== 'command' && (
        <li>
          <TextLink href={`${here}?kind=command`}>Write a command instead</TextLink>
        </li>
      )}
      {slots
        .filter(({ level }) => level === 'client')
        .map(({ id, name }) => (
          <li key={id}>
            <TextLink href={`${here}?${new URLSearchParams({ kind: 'secret', slot: id })}`}>
              Bring “{name}” to the machine instead
            </TextLink>
          </li>
        ))}
    </ul>
  );
}
