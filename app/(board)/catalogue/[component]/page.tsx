import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { answerSuggestionAction } from '@/app/(board)/catalogue/[component]/actions';
import { ComponentSettings } from '@/components/catalogue/component-settings';
import { ComponentSlots } from '@/components/catalogue/component-slots';
import { DraftNotice } from '@/components/catalogue/component-standing';
import { ComponentSteps } from '@/components/catalogue/component-steps';
import { ComponentSuggestions } from '@/components/catalogue/component-suggestions';
import { editHref } from '@/components/catalogue/entry-links';
import { formatDuration } from '@/components/ui/duration';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { readStanding } from '@/lib/catalogue/change-queries';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Component } from '@/lib/catalogue/schema';
import { listSuggestions } from '@/lib/runbook/suggestion-queries';

interface Props {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Component' };

export default async function ComponentPage({ params, searchParams }: Props) {
  const { component: id } = await params;
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(id)}`);
  const { components, version } = await readCatalogue();
  const component = components.find((candidate) => candidate.id === id);
  if (component === undefined) notFound();
  const edits = may(actor, 'catalogue.manage');
  const published = edits ? publishedVersion(await searchParams, version) : null;
  return (
    <>
      <PageHead
        back={{ href: '/catalogue', label: 'Catalogue' }}
        title={component.name}
        facts={`About ${formatDuration(component.estimateMinutes)}, catalogue version ${version}`}
        actions={edits && <LinkButton href={editHref(component.id)}>Edit</LinkButton>}
      />
      {published !== null && (
        <Notice tone="ok" className="mb-4 max-w-3xl">
          Version {published} of the catalogue is in force.
        </Notice>
      )}
      {edits && <Standing actor={actor} component={component} />}
      <p className="max-w-prose">{component.summary}</p>
      {component.leadTime !== undefined && <Notice className="mt-4 max-w-3xl">{component.leadTime}</Notice>}
      {component.warning !== undefined && (
        <Notice tone="warn" className="mt-4 max-w-3xl">
          {component.warning}
        </Notice>
      )}
      <ComponentParts component={component} />
      {may(actor, 'run.work') && <Suggestions actor={actor} componentId={component.id} />}
    </>
  );
}

/** The version that this browser has just published, from the address it was led to. */
function publishedVersion(asked: Awaited<Props['searchParams']>, version: number): number | null {
  const published = Number(asked.published);
  return Number.isInteger(published) && published > 0 && published <= version ? published : null;
}

async function Standing({ actor, component }: { actor: Actor; component: Component }) {
  const { draft, edit } = await readStanding(actor, component);
  return (
    <>
      {draft !== null && <DraftNotice draft={draft} reviewHref={`${editHref(component.id)}/review`} />}
      {(edit === 'moved-on' || edit === 'set-aside') && (
        <Notice
          tone="warn"
          className="mb-4 max-w-3xl"
          action={<LinkButton href={editHref(component.id)}>Decide</LinkButton>}
        >
          A release changed this component after it was edited here.
        </Notice>
      )}
    </>
  );
}

function ComponentParts({ component }: { component: Component }) {
  return (
    <>
      <Part title="Settings" empty={component.settings.length === 0 && 'No questions asked.'}>
        <ComponentSettings settings={component.settings} />
      </Part>
      <Part title="Credential slots" empty={component.slots.length === 0 && 'Needs no secret.'}>
        <ComponentSlots slots={component.slots} />
      </Part>
      <Part title="Steps" empty={component.steps.length === 0 && 'Adds no step of its own.'}>
        <ComponentSteps steps={component.steps} />
      </Part>
    </>
  );
}

async function Suggestions({ actor, componentId }: { actor: Actor; componentId: string }) {
  const suggestions = await listSuggestions(actor, componentId);
  const answers = may(actor, 'catalogue.manage');
  if (suggestions.length === 0) return null;
  return (
    <div id="suggestions" className="scroll-mt-4">
      <Part title={answers ? 'Suggested fixes' : 'What you suggested'} empty={false}>
        <ComponentSuggestions suggestions={suggestions} answer={answers ? answerSuggestionAction : null} />
      </Part>
    </div>
  );
}

function Part({ title, empty, children }: { title: string; empty: string | false; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-8">
      <h2 className="mb-1 font-semibold text-16">{title}</h2>
      {empty === false ? children : <p className="text-ink-muted">{empty}</p>}
    </section>
  );
}
