import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import type { StepView } from '@/lib/runbook/run-view';
import { controlled, newActIds } from './controlled-step';
import { InlineCode } from './inline-code';
import type { RunActions } from './run-actions';
import { StepAction } from './step-action';
import { StepControls } from './step-controls';

interface StepBodyProps {
  runbookId: string;
  step: StepView;
  actions: RunActions;
  /** Whether this person may work here, and the run takes acts. */
  working: boolean;
  over: boolean;
  waives: boolean;
}

/** A step unfolded: why, what to do in order, what to expect, what if not, and the acts. */
export function StepBody({ runbookId, step, actions, working, over, waives }: StepBodyProps) {
  const { content } = step;
  const user = content.as === undefined ? null : content.as;
  return (
    <div className="grid gap-4 text-16">
      <div className="grid max-w-prose gap-1">
        <p>
          <span className="font-medium">Why: </span>
          <InlineCode text={content.why} />
        </p>
        <p className="text-14 text-ink-muted">
          {content.componentName}
          {user && ` · as the ${user} user`} · {content.because}
        </p>
      </div>
      <Standing step={step} />
      <ol className="grid gap-3">
        {numbered(content.actions).map(({ id, action, number }) => (
          <li key={id} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-2">
            <span className="pt-2.5 text-14 text-ink-muted tabular-nums" aria-hidden="true">
              {number}
            </span>
            <StepAction
              action={action}
              step={step}
              runbookId={runbookId}
              actions={actions}
              working={working}
              over={over}
            />
          </li>
        ))}
      </ol>
      <dl className="grid max-w-prose gap-1.5">
        <Fact term="Expect">
          <InlineCode text={content.expect.text} />
        </Fact>
        <Fact term="If not">
          <InlineCode text={content.ifNot} />
        </Fact>
        {content.evidence && <Fact term="Evidence">{content.evidence}</Fact>}
      </dl>
      <Notes notes={step.notes} />
      {working && (
        <StepControls runbookId={runbookId} step={controlled(step)} waives={waives} actIds={newActIds()} />
      )}
    </div>
  );
}

function numbered(actions: StepView['content']['actions']) {
  return actions.map((action, index) => ({ id: `${index}-${action.kind}`, action, number: index + 1 }));
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="inline font-medium">{term}: </dt>
      <dd className="inline">{children}</dd>
    </div>
  );
}

/** Why the step is not simply open: the reason given, the check that failed, what comes first. */
function Standing({ step }: { step: StepView }) {
  const { waitsFor, reason, state } = step;
  if (reason === null && (waitsFor.length === 0 || state === 'done')) return null;
  return (
    <div className="grid max-w-prose gap-1 border-line-strong border-l-2 pl-3 text-14">
      {reason && <p>{reason}</p>}
      {state !== 'done' && waitsFor.length > 0 && (
        <p>
          First:{' '}
          {waitsFor.map((first, index) => (
            <span key={first.stepId}>
              {index > 0 && ', '}
              <a
                href={`#step-${first.stepId}`}
                className="text-accent underline decoration-accent/40 underline-offset-2 hover:text-accent-strong"
              >
                {first.position} {first.title}
              </a>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

function Notes({ notes }: { notes: StepView['notes'] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="grid max-w-prose gap-1.5 border-line border-l-2 pl-3 text-14">
      {notes.map((note) => (
        <li key={note.at.toISOString()}>
          <span className="whitespace-pre-wrap">{note.text}</span>
          <span className="block text-13 text-ink-muted">
            {note.by}, <Time at={note.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
