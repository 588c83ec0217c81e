import { classNames } from '@/components/ui/class-names';
import type { WordPiece } from '@/lib/runbook/diff-words';
import type { PartDrift, StepPart } from '@/lib/runbook/drift';

const PART_LABELS: Readonly<Record<StepPart, string>> = {
  title: 'Title',
  where: 'Where',
  command: 'Command',
  expectation: 'Expect',
  'if-not': 'If not',
  records: 'Records',
  why: 'Why',
  required: 'Required',
  estimate: 'Estimate',
};

const CODE: readonly StepPart[] = ['command', 'expectation', 'records'];

/** A part of a step before and after, in one text. */
export function ChangedPart({ part, words }: PartDrift) {
  return <ChangedWords label={PART_LABELS[part]} words={words} code={CODE.includes(part)} />;
}

interface ChangedWordsProps {
  label: string;
  words: readonly WordPiece[];
  /** In the letters of a terminal. */
  code: boolean;
}

/** A text before and after in one: what went is struck through, what came is underlined. */
export function ChangedWords({ label, words, code }: ChangedWordsProps) {
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-[6rem_minmax(0,1fr)]">
      <dt className="text-14 text-ink-muted">{label}</dt>
      <dd
        className={classNames(
          'min-w-0 whitespace-pre-wrap wrap-anywhere',
          code ? 'font-mono text-13' : 'text-14',
        )}
      >
        {words.map(({ text, change }, at) => {
          const key = `${at}-${change}`;
          if (change === 'same') return <span key={key}>{text}</span>;
          const Tag = change === 'added' ? 'ins' : 'del';
          return (
            <Tag
              key={key}
              className={
                change === 'added'
                  ? classNames('bg-ok-soft underline decoration-ok', !code && '[del+&]:ml-1.5')
                  : 'bg-bad-soft line-through decoration-bad'
              }
            >
              {text}
            </Tag>
          );
        })}
      </dd>
    </div>
  );
}
