import 'server-only';
import { notFound, redirect } from 'next/navigation';
import type { Actor } from '@/lib/auth/actor';
import { requireReader } from '@/lib/auth/session';
import { AppError } from '@/lib/errors';
import { type OpenDraft, openDraft } from '@/lib/wizard/queries';
import { STEP_TITLES, type WizardStep } from '@/lib/wizard/schema';
import { backLink, stepHref, stepToDoFirst, stepWords } from '@/lib/wizard/steps';
import { textOf } from '@/lib/wizard/whole-draft';

export interface StepParams {
  params: Promise<{ draft: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export interface OpenStep {
  actor: Actor;
  draft: OpenDraft;
  returnTo: 'check' | undefined;
  /** The step to do before this one can be shown. */
  first: { title: string; href: string } | null;
  /** What the frame of the page says. */
  frame: {
    progress: string;
    back: { href: string; label: string };
    clientName: string;
    savedAt: string;
    dropped: string[];
  };
}

/** Loads the draft for one of its pages. A finished one leads to what it made; an unknown one is not found. */
export async function openStep(step: WizardStep, { params, searchParams }: StepParams): Promise<OpenStep> {
  const { draft: draftId } = await params;
  const returnTo = (await searchParams).return === 'check' ? 'check' : undefined;
  const { actor } = await requireReader(stepHref(draftId, step, returnTo));
  const draft = await findDraft(actor, draftId);
  if (draft.completedAt !== null) redirect(`/wizard/${draft.id}/created`);
  const first = stepToDoFirst(step, draft.progress);
  return {
    actor,
    draft,
    returnTo,
    first: first === null ? null : { title: STEP_TITLES[first], href: stepHref(draft.id, first) },
    frame: {
      progress: stepWords(step),
      back: backLink(draft.id, step, returnTo),
      clientName: textOf(draft.answers, 'name'),
      savedAt: draft.updatedAt.toISOString(),
      dropped: draft.dropped,
    },
  };
}

/** The draft, or the page that says there is none. */
export async function findDraft(actor: Actor, draftId: string): Promise<OpenDraft> {
  try {
    return await openDraft(actor, draftId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  }
}
