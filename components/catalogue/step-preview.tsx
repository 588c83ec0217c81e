import { InlineCode } from '@/components/runbook/inline-code';
import { CommandBlock } from '@/components/ui/command-block';
import { formatDuration } from '@/components/ui/duration';
import { SlotKey } from '@/components/ui/slot-key';
import type { Component } from '@/lib/catalogue/schema';
import { PLACE_WORDS } from '@/lib/runbook/place-words';
import type { ComposedStep } from '@/lib/runbook/schema';

interface StepPreviewListProps {
  steps: readonly ComposedStep[];
  absent: readonly { stepId: string; title: string; because: string }[];
  slots: Component['slots'];
}

/** Steps as a run would have them, filled in, with the name of a slot wherever a run deals with its value. */
export function StepPreviewList({ steps, absent, slots }: StepPreviewListProps) {
  const keyOf = (id: string) => slots.find((slot) => slot.id === id)?.key ?? id;
  return (
    <div className="grid grid-cols-1 gap-5">
      <ol className="grid grid-cols-1 gap-5">
        {steps.map(({ stepId, position, required, content }) => (
          <li key={stepId} className="break-avoid border-line border-l-2 pl-3">
            <h3 className="font-medium text-16">
              {position} {content.title}
            </h3>
            <p className="text-14 text-ink-muted">
              {PLACE_WORDS[content.where]}, {formatDuration(content.estimateMinutes)},{' '}
              {required ? 'required' : 'optional'}
            </p>
            <p className="mt-1 max-w-prose">{content.why}</p>
            <div className="mt-2 grid gap-2">
              {content.actions.map((action, at) => {
                const key = `${at}-${action.kind}`;
                return <PreviewedAction key={key} action={action} keyOf={keyOf} />;
              })}
            </div>
            <dl className="mt-2 grid gap-1">
              <Said term="Expect" text={content.expect.text} />
              <Said term="If not" text={content.ifNot} />
            </dl>
          </li>
        ))}
      </ol>
      {absent.length > 0 && (
        <div>
          <h3 className="font-medium">Not for this client</h3>
          <ul className="grid gap-1 text-14 text-ink-muted">
            {absent.map(({ stepId, title, because }) => (
              <li key={stepId}>
                {title}: {because}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface PreviewedActionProps {
  action: ComposedStep['content']['actions'][number];
  keyOf: (slotId: string) => string;
}

function PreviewedAction({ action, keyOf }: PreviewedActionProps) {
  switch (action.kind) {
    case 'instruction':
      return (
        <p className="max-w-prose">
          <InlineCode text={action.text} />
        </p>
      );
    case 'secret':
      return (
        <p className="max-w-prose">
          <span className="text-ink-muted">Here the run deals with </span>
          <SlotKey name={keyOf(action.slot)} />.{' '}
          {action.after !== undefined && <InlineCode text={action.after} />}
        </p>
      );
    case 'command':
      return (
        <div className="grid gap-1">
          <CommandBlock command={action.command} kind="output" />
          {action.note !== undefined && (
            <p className="max-w-prose text-14 text-ink-muted">
              <InlineCode text={action.note} />
            </p>
          )}
          {action.alternatives !== undefined && (
            <p className="text-14 text-ink-muted">
              Other ways: {action.alternatives.map(({ label }) => label).join('; ')}
            </p>
          )}
        </div>
      );
  }
}

function Said({ term, text }: { term: string; text: string }) {
  return (
    <div className="max-w-prose">
      <dt className="inline font-medium">{term}: </dt>
      <dd className="inline">
        <InlineCode text={text} />
      </dd>
    </div>
  );
}
