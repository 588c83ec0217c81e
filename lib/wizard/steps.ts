import { STEP_TITLES, STEPS, type WizardStep } from '@/lib/wizard/schema';

/** What decides whether a step can be shown. */
export interface DraftProgress {
  hasClient: boolean;
  hasTier: boolean;
  hasComponents: boolean;
}

export function isStep(text: string): text is WizardStep {
  return (STEPS as readonly string[]).includes(text);
}

/** The step that has to be answered before this one can be shown; null when it can be shown now. */
export function stepToDoFirst(step: WizardStep, progress: DraftProgress): WizardStep | null {
  const needed = STEPS.indexOf(step);
  if (needed > STEPS.indexOf('client') && !progress.hasClient) return 'client';
  if (needed > STEPS.indexOf('package') && !progress.hasTier) return 'package';
  if (needed > STEPS.indexOf('components') && !progress.hasComponents) return 'components';
  return null;
}

export function nextStep(step: WizardStep): WizardStep {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'check';
}

function previousStep(step: WizardStep): WizardStep | null {
  return STEPS[STEPS.indexOf(step) - 1] ?? null;
}

/** "Step 3 of 7". */
export function stepWords(step: WizardStep): string {
  return `Step ${STEPS.indexOf(step) + 1} of ${STEPS.length}`;
}

/** Where a step is: `/wizard/<draft>/<step>`. */
export function stepHref(draftId: string, step: WizardStep, returnTo?: 'check'): string {
  return `/wizard/${draftId}/${step}${returnTo === undefined ? '' : `?return=${returnTo}`}`;
}

/** The address above the title: the page one came from, by the order of the questions. */
export function backLink(
  draftId: string,
  step: WizardStep,
  returnTo?: 'check',
): { href: string; label: string } {
  if (returnTo === 'check' && step !== 'check')
    return { href: stepHref(draftId, 'check'), label: 'Check the answers' };
  const before = previousStep(step);
  return before === null
    ? { href: '/', label: 'Board' }
    : { href: stepHref(draftId, before), label: STEP_TITLES[before] };
}
