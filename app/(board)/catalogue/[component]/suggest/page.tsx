import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { suggestFixAction } from '@/app/(board)/catalogue/[component]/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { SuggestForm } from '@/components/catalogue/suggest-form';
import { PageHead } from '@/components/ui/page-head';
import type { Actor } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { requireReader } from '@/lib/auth/session';
import { AppError } from '@/lib/errors';
import { readSuggestedStep, type SuggestedStep } from '@/lib/runbook/suggest-fix';

interface PageProps {
  params: Promise<{ component: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: 'Suggest a fix' };

export default async function SuggestPage({ params, searchParams }: PageProps) {
  const { component } = await params;
  const { run, step: stepId } = await searchParams;
  const asked = new URLSearchParams({ run: String(run), step: String(stepId) });
  const { actor } = await requireReader(`/catalogue/${encodeURIComponent(component)}/suggest?${asked}`);
  if (!may(actor, 'run.work')) {
    return <NotAllowed what="Whoever works on runs suggests fixes to their steps here." />;
  }
  const step = await stepOrNotFound(actor, String(run), String(stepId));
  if (step.componentId !== component) notFound();
  const backHref = `/runbooks/${step.runbookId}#step-${step.stepId}`;
  return (
    <>
      <PageHead
        back={{ href: backHref, label: 'The step' }}
        title="Suggest a fix"
        facts={`Step ${step.position}: ${step.title}`}
      />
      <SuggestForm
        action={suggestFixAction}
        runbookId={step.runbookId}
        stepId={step.stepId}
        backHref={backHref}
      />
    </>
  );
}

async function stepOrNotFound(actor: Actor, runbookId: string, stepId: string): Promise<SuggestedStep> {
  try {
    return await readSuggestedStep(actor, { runbookId, stepId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  }
}
