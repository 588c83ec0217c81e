import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { PrivateAddresses } from '@/components/ui/private-addresses';
import { PrivateText } from '@/components/ui/private-text';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { Textarea } from '@/components/ui/textarea';
import { Time } from '@/components/ui/time';
import type { Suggestion } from '@/lib/runbook/suggestion-schema';
import { entryHref } from './entry-links';

interface ComponentSuggestionsProps {
  suggestions: readonly Suggestion[];
  /** How an admin answers; null for everybody else. */
  answer: FormAction<undefined> | null;
  /** The component in whose draft the step is edited; absent where nothing is edited from here. */
  editsIn?: string;
}

/** What people found wrong with the steps of a component, and what became of it. */
export function ComponentSuggestions({ suggestions, answer, editsIn }: ComponentSuggestionsProps) {
  return (
    <ul className="grid max-w-3xl">
      {suggestions.map((suggestion) => (
        <li key={suggestion.id} className="grid gap-2 border-line border-t py-3 last:border-b">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span className="font-medium">
              <TextLink
                href={
                  editsIn === undefined
                    ? `#${suggestion.stepId}`
                    : entryHref(editsIn, { part: 'step', id: suggestion.stepId })
                }
              >
                {suggestion.title}
              </TextLink>
            </span>
            <Status suggestion={suggestion} />
          </p>
          <dl className="grid gap-1">
            <Said term="Wrong" text={suggestion.wrong} />
            <Said term="Better" text={suggestion.better} />
          </dl>
          <p className="text-13 text-ink-muted">
            <PrivateText>{suggestion.by}</PrivateText>, <Time at={suggestion.at} />, in{' '}
            <TextLink href={`/runbooks/${suggestion.runbookId}#step-${suggestion.stepId}`}>this run</TextLink>
          </p>
          {suggestion.answer !== null && <Answered answer={suggestion.answer} />}
          {suggestion.answer === null && answer !== null && (
            <Disclosure summary="Answer">
              <AnswerForm action={answer} suggestionId={suggestion.id} />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
}

const LOOKS: Readonly<Record<'open' | 'taken' | 'declined', BadgeTone>> = {
  open: 'info',
  taken: 'ok',
  declined: 'neutral',
};

function Status({ suggestion }: { suggestion: Suggestion }) {
  const status = suggestion.answer?.verdict ?? 'open';
  return <Badge tone={LOOKS[status]}>{status}</Badge>;
}

function Said({ term, text }: { term: string; text: string }) {
  return (
    <div className="max-w-prose">
      <dt className="inline font-medium">{term}: </dt>
      <dd className="inline whitespace-pre-line [overflow-wrap:anywhere]">
        <PrivateAddresses text={text} />
      </dd>
    </div>
  );
}

function Answered({ answer }: { answer: NonNullable<Suggestion['answer']> }) {
  return (
    <p className="max-w-prose text-13">
      <span className="text-ink-muted">
        {answer.verdict === 'taken' ? 'Taken' : 'Declined'} by <PrivateText>{answer.by}</PrivateText>,{' '}
        <Time at={answer.at} />
        {answer.words !== '' && ': '}
      </span>
      <PrivateAddresses text={answer.words} />
    </p>
  );
}

const verdicts = [
  { value: '', label: 'Choose' },
  { value: 'taken', label: 'Taken: the catalogue will say so' },
  { value: 'declined', label: 'Declined' },
];

function AnswerForm({ action, suggestionId }: { action: FormAction<undefined>; suggestionId: string }) {
  return (
    <ActionForm action={action} className="max-w-xl gap-3">
      <input type="hidden" name="suggestionId" value={suggestionId} />
      <Field name="verdict" label="What becomes of it">
        <Select options={verdicts} defaultValue="" />
      </Field>
      <Field
        name="words"
        label="Words"
        hint="Whoever suggested it reads this. Needed when you decline."
        optional
      >
        <Textarea rows={2} />
      </Field>
      <SubmitButton busyLabel="Answering…" className="justify-self-start">
        Answer
      </SubmitButton>
    </ActionForm>
  );
}
