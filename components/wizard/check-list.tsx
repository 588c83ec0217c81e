import { Disclosure } from '@/components/ui/disclosure';
import { KeyValues } from '@/components/ui/key-values';
import { TextLink } from '@/components/ui/text-link';
import type { CheckSection } from '@/lib/wizard/check-sections';

/** The answers as they were given, each with the link that changes it and comes back. */
export function CheckList({ sections }: { sections: CheckSection[] }) {
  const standard = sections.filter((section) => section.allStandard);
  return (
    <>
      {sections
        .filter((section) => !section.allStandard)
        .map((section) => (
          <Section key={section.id} section={section} />
        ))}
      {standard.length > 0 && (
        <Disclosure
          size="touch"
          className="mb-8"
          summary={`Standard answers: ${standard.map(({ title }) => title).join(', ')}`}
        >
          <div className="pt-3">
            {standard.map((section) => (
              <Section key={section.id} section={section} />
            ))}
          </div>
        </Disclosure>
      )}
    </>
  );
}

function Section({ section: { id, title, answers } }: { section: CheckSection }) {
  return (
    <section aria-labelledby={`check-${id}`} className="mb-8">
      <h2 id={`check-${id}`} className="mb-1 font-semibold text-20 tracking-tight">
        {title}
      </h2>
      <KeyValues
        size="touch"
        items={answers.map((answer) => ({
          key: answer.key,
          label: answer.label,
          value: (
            <>
              {answer.value === null ? (
                <span className="text-ink-muted">Not provided</span>
              ) : (
                <bdi className="whitespace-pre-line">{answer.value}</bdi>
              )}
              {answer.standard && <span className="text-ink-muted"> (standard answer)</span>}
              {answer.problem !== null && (
                <span className="block font-medium text-bad">
                  <span className="sr-only">Error: </span>
                  {answer.problem}
                </span>
              )}
            </>
          ),
          action: (
            <TextLink href={answer.href}>
              Change<span className="sr-only"> {answer.label}</span>
            </TextLink>
          ),
        }))}
      />
    </section>
  );
}
