import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import type { EntryRef } from '@/lib/catalogue/entries';
import type { Component } from '@/lib/catalogue/schema';
import { entryHref } from './entry-links';

interface DraftProblemsProps {
  component: Component;
  problems: readonly string[];
}

/** Why a draft cannot be published, each sentence with the way to the part it speaks of. */
export function DraftProblems({ component, problems }: DraftProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <Notice tone="bad" className="max-w-3xl" title="This cannot be published yet">
      <ul className="grid gap-1">
        {problems.map((problem) => {
          const ref = spokenOf(component, problem);
          return (
            <li key={problem}>
              {problem}{' '}
              {ref !== null && <TextLink href={entryHref(component.id, ref)}>Edit {ref.id}</TextLink>}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}

/** The part whose id stands in the sentence; of several, the one with the longest. */
function spokenOf({ steps, slots, settings }: Component, problem: string): EntryRef | null {
  const refs: EntryRef[] = [
    ...steps.map(({ id }) => ({ part: 'step' as const, id })),
    ...slots.map(({ id }) => ({ part: 'slot' as const, id })),
    ...settings.map(({ key }) => ({ part: 'setting' as const, id: key })),
  ];
  const words = new Set(problem.split(/[\s,:“”]+/).map((word) => word.replace(/\.$/, '')));
  return refs.find(({ id }) => words.has(id)) ?? null;
}
