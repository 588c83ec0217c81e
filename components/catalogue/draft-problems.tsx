import { Notice } from '@/components/ui/notice';
import { TextLink } from '@/components/ui/text-link';
import type { EntryRef } from '@/lib/catalogue/entries';
import type { Component } from '@/lib/catalogue/schema';
import { entryHref } from './entry-links';

interface DraftSentencesProps {
  component: Component;
  sentences: readonly string[];
}

/** Why a draft cannot be published, each sentence with the way to the part it speaks of. */
export function DraftProblems({ component, sentences }: DraftSentencesProps) {
  if (sentences.length === 0) return null;
  return (
    <Notice tone="bad" className="max-w-3xl" title="This cannot be published yet">
      <Sentences component={component} sentences={sentences} />
    </Notice>
  );
}

/** What comes of a draft that stands in nobody’s way but is worth knowing. */
export function DraftNotices({ component, sentences }: DraftSentencesProps) {
  if (sentences.length === 0) return null;
  return (
    <Notice tone="warn" className="max-w-3xl" title="Know this before you publish">
      <Sentences component={component} sentences={sentences} />
    </Notice>
  );
}

function Sentences({ component, sentences }: DraftSentencesProps) {
  return (
    <ul className="grid gap-1">
      {sentences.map((sentence) => {
        const ref = spokenOf(component, sentence);
        return (
          <li key={sentence}>
            {sentence}{' '}
            {ref !== null && <TextLink href={entryHref(component.id, ref)}>Edit {ref.id}</TextLink>}
          </li>
        );
      })}
    </ul>
  );
}

/** The part that the sentence names first; a slot and a step may have the same id, so the word before it counts. */
function spokenOf({ steps, slots, settings }: Component, sentence: string): EntryRef | null {
  const refs: EntryRef[] = [
    ...steps.map(({ id }) => ({ part: 'step' as const, id })),
    ...slots.map(({ id }) => ({ part: 'slot' as const, id })),
    ...settings.map(({ key }) => ({ part: 'setting' as const, id: key })),
  ];
  const words = sentence.split(/[\s,:“”]+/).map((word) => word.replace(/\.$/, ''));
  const ids = new Set(refs.map(({ id }) => id));
  const at = words.findIndex((word) => ids.has(word));
  const named = refs.filter(({ id }) => id === words[at]);
  return named.find(({ part }) => part === words[at - 1]?.toLowerCase()) ?? named[0] ?? null;
}
