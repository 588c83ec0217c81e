import { ChangedWords } from '@/components/runbook/changes-words';
import { TextLink } from '@/components/ui/text-link';
import type { ReviewedEntry } from '@/lib/runbook/review-view';
import { entryHref } from './entry-links';

const KIND_WORDS = { changed: 'changed', added: 'new', removed: 'taken out' } as const;
const PART_WORDS = {
  facts: 'Component',
  setting: 'Setting',
  slot: 'Slot',
  step: 'Step',
  order: 'Component',
} as const;

interface ChangedEntriesProps {
  entries: readonly ReviewedEntry[];
  /** Of which component; null where nothing is edited from here. */
  editsIn: string | null;
}

/** What differs, part by part and word by word. */
export function ChangedEntries({ entries, editsIn }: ChangedEntriesProps) {
  return (
    <ul className="grid grid-cols-1 gap-4">
      {entries.map((entry) => (
        <li key={`${entry.part} ${entry.id}`} className="break-avoid border-line border-l-2 pl-3">
          <h3 className="font-medium text-16">
            {entry.part === 'order' || entry.kind === 'removed' || editsIn === null ? (
              entry.title
            ) : (
              <TextLink href={entryHref(editsIn, { part: entry.part, id: entry.id })}>{entry.title}</TextLink>
            )}
          </h3>
          <p className="text-14 text-ink-muted">
            {PART_WORDS[entry.part]}, {KIND_WORDS[entry.kind]}
          </p>
          {entry.fields.length > 0 && (
            <dl>
              {entry.fields.map(({ label, code, words }) => (
                <ChangedWords key={label} label={label} words={words} code={code} />
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}
