import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { answerSuggestionAction } from '@/app/(board)/catalogue/[component]/actions';
import {
  arrangeStepAction,
  keepEditedAction,
  restoreShippedAction,
  withdrawAction,
} from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { DraftNotice, ReleaseNotice } from '@/components/catalogue/component-standing';
import { ComponentSuggestions } from '@/components/catalogue/component-suggestions';
import { DecideForm } from '@/components/catalogue/decide-form';
import { entryHref } from '@/components/catalogue/entry-links';
import { StepOrderTable } from '@/components/catalogue/step-order-table';
import { Disclosure } from '@/components/ui/disclosure';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readStanding } from '@/lib/catalogue/change-queries';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { listSuggestions } from '@/lib/runbook/suggestion-queries';

interface PageProps {
  params: Promise<{ component: string }>;
}

export const metadata: Metadata = { title: 'Edit a component' };

export default async function EditPage({ params }: PageProps) {
  const { component: id } = await params;
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}/edit`);
  if (!may(actor, 'catalogue.manage')) return <NotAllowed what="Admins edit the catalogue here." />;
  const edit = await readEdit(actor, id);
  if (edit === null) notFound();
  const { current, inForce, readable, version, orderBasis } = edit;
  const [standing, suggestions] = await Promise.all([
    readStanding(actor, inForce),
    listSuggestions(actor, id),
  ]);
  const open = suggestions.filter(({ answer }) => answer === null);
  return (
    <>
      <PageHead
        back={{ href: `/catalogue/${id}`, label: inForce.name }}
        title={`Edit ${inForce.name}`}
        facts="Nothing changes for anybody before you publish."
        actions={<LinkButton href={`/catalogue/${id}/edit/new-step?kind=instruction`}>Add a step</LinkButton>}
      />
      {standing.draft !== null && (
        <DraftNotice draft={standing.draft} reviewHref={`/catalogue/${id}/edit/review`} />
      )}
      {!readable && (
        <Notice tone="warn" className="mb-4 max-w-3xl">
          The draft was written for an earlier version of the product and does not fit any more. Withdraw it
          below, then begin again: what you see here is in force.
        </Notice>
      )}
      {(standing.edit === 'moved-on' || standing.edit === 'set-aside') && (
        <ReleaseNotice edit={standing.edit} problems={standing.problems}>
          <LinkButton href={`/catalogue/${id}/edit/shipped`}>Compare</LinkButton>
          {standing.edit === 'moved-on' && (
            <DecideForm
              action={keepEditedAction.bind(null, id)}
              seen={{ name: 'version', value: version }}
              label="Keep the edited one"
              busyLabel="Keeping…"
            />
          )}
          <DecideForm
            action={restoreShippedAction.bind(null, id)}
            seen={{ name: 'version', value: version }}
            label="Take the shipped one back"
            busyLabel="Publishing…"
          />
        </ReleaseNotice>
      )}
      <Part title="The component">
        <ul className="grid gap-1">
          <li>
            <TextLink href={entryHref(id, { part: 'facts', id })}>
              Name, summary, estimate and what to bring
            </TextLink>
          </li>
          <li>
            <TextLink href={entryHref(id, { part: 'whole', id })}>All of it as JSON</TextLink>
          </li>
        </ul>
      </Part>
      {current.settings.length > 0 && (
        <Part title="Settings">
          <Links
            componentId={id}
            part="setting"
            entries={current.settings.map(({ key, label }) => ({ id: key, title: label }))}
          />
        </Part>
      )}
      {current.slots.length > 0 && (
        <Part title="Credential slots">
          <Links
            componentId={id}
            part="slot"
            entries={current.slots.map((slot) => ({ id: slot.id, title: slot.name }))}
          />
        </Part>
      )}
      <Part title="Steps">
        <StepOrderTable
          componentId={id}
          steps={current.steps}
          basis={orderBasis}
          action={arrangeStepAction.bind(null, id)}
        />
      </Part>
      {open.length > 0 && (
        <Part title="Suggested fixes">
          <ComponentSuggestions suggestions={open} answer={answerSuggestionAction} editsIn={id} />
        </Part>
      )}
      {standing.edit === 'edited' && (
        <Disclosure summary="Go back to the shipped text" className="mt-8">
          <p className="mb-2 max-w-prose text-ink-muted">
            What was edited here goes out of force as a new version. It stays in the list of versions.
          </p>
          <DecideForm
            action={restoreShippedAction.bind(null, id)}
            seen={{ name: 'version', value: version }}
            label="Take the shipped one back"
            busyLabel="Publishing…"
          />
        </Disclosure>
      )}
      {standing.draft !== null && (
        <Disclosure summary="Withdraw the draft" className="mt-2">
          <DecideForm
            action={withdrawAction.bind(null, id)}
            seen={{ name: 'revision', value: standing.draft.revision }}
            label="Withdraw it, publish nothing"
            busyLabel="Withdrawing…"
          />
        </Disclosure>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-8 max-w-3xl">
      <h2 className="mb-1 font-semibold text-16">{title}</h2>
      {children}
    </section>
  );
}

interface LinksProps {
  componentId: string;
  part: 'setting' | 'slot';
  entries: readonly { id: string; title: string }[];
}

function Links({ componentId, part, entries }: LinksProps) {
  return (
    <ul className="grid">
      {entries.map(({ id, title }) => (
        <li key={id} className="grid border-line border-b py-1.5">
          <TextLink href={entryHref(componentId, { part, id })}>{title}</TextLink>
          <span className="wrap-anywhere font-mono text-12 text-ink-muted">{id}</span>
        </li>
      ))}
    </ul>
  );
}
