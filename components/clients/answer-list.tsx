import { KeyValues } from '@/components/ui/key-values';
import { Time } from '@/components/ui/time';

export interface Answer {
  key: string;
  label: string;
  /** In the words of the page; empty when nobody answered. */
  words: string;
  code: boolean;
  updatedBy: string | null;
  updatedAt: Date | null;
}

/** A component's answers for those who only read, with who gave each and when. */
export function AnswerList({ answers }: { answers: Answer[] }) {
  return (
    <KeyValues
      className="max-w-3xl"
      items={answers.map((answer) => ({
        key: answer.key,
        label: answer.label,
        code: answer.code,
        value: answer.words === '' ? null : answer.words,
        action: answer.updatedAt && (
          <span className="font-sans text-12 text-ink-muted">
            {answer.updatedBy}, <Time at={answer.updatedAt} />
          </span>
        ),
      }))}
    />
  );
}
