import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { answerSuggestionAction } from '@/app/(board)/catalogue/[component]/actions';
import {
  arrangeEntryAction,
  keepEditedAction,
  restoreShippedAction,
  withdrawAction,
} from '@/app/(board)/catalogue/[component]/edit/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { DraftNotice, ReleaseNotice } from '@/components/catalogue/component-standing';
import { ComponentSuggestions } from '@/components/catalogue/component-suggestions';
import { DecideForm } from '@/components/catalogue/decide-form';
import { entryHref } from '@/components/catalogue/entry-links';
import { EntryOrderTable } from '@/components/catalogue/entry-order-table';
import { Disclosure } from '@/components/ui/disclosure';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readStanding } from '@/lib/catalogue/change-queries';
import { readEdit } from '@/lib/catalogue/edit-queries';
import { type ListedPart, listEntries } from '@/lib/catalogue/entries';
import type { Component } from '@/lib/catalogue/schema';
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
  const { current, inForce, readable, version, orders } = edit;
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
      <Entries
        title="Settings"
        part="setting"
        component={current}
        basis={orders.setting}
        action={<LinkButton href={`/catalogue/${id}/edit/new-setting`}>New setting</LinkButton>}
        note="Take a question out, and what clients answered stays until somebody saves that client’s settings again."
      />
      <Entries
        title="Credential slots"
        part="slot"
        component={current}
        basis={orders.slot}
        action={<LinkButton href={`/catalogue/${id}/edit/new-slot`}>New slot</LinkButton>}
        note="A slot leaves only while nothing of any client is kept for it. Otherwise make it optional."
      />
      <Entries
        title="Steps"
        part="step"
        component={current}
        basis={orders.step}
        action={<LinkButton href={`/catalogue/${id}/edit/new-step?kind=instruction`}>New step</LinkButton>}
      />
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

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Part({ title, action, children }: PartProps) {
  return (
    <section aria-label={title} className="mt-8 max-w-3xl">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold text-16">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

interface EntriesProps extends Omit<PartProps, 'children'> {
  part: ListedPart;
  component: Component;
  basis: string;
  /** What taking one out does. */
  note?: string;
}

function Entries({ title, action, part, component, basis, note }: EntriesProps) {
  const entries = listEntries(component, part);
  return (
    <Part title={title} action={action}>
      {entries.length === 0 ? (
        <p className="text-ink-muted">None yet.</p>
      ) : (
        <>
          {note !== undefined && <p className="max-w-prose text-ink-muted">{note}</p>}
          <EntryOrderTable
            componentId={component.id}
            part={part}
            entries={entries}
            basis={basis}
            action={arrangeEntryAction.bind(null, component.id, part)}
          />
        </>
      )}
    </Part>
  );
}
