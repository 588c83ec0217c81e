import { PLACE_WORDS } from '@/lib/runbook/place-words';
import type { StepView } from '@/lib/runbook/run-view';

/** "Local Terminal · 2 min · required": what a step's line says of it that never changes. */
export function stepFacts({ content, required }: Pick<StepView, 'content' | 'required'>): string {
  const facts = [
    PLACE_WORDS[content.where],
    `${content.estimateMinutes} min`,
    required ? 'required' : 'optional',
  ];
  return facts.join(' · ');
}
