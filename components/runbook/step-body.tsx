import type { ReactNode } from 'react';
import type { StepView } from '@/lib/runbook/run-view';
import { controlled, newActIds } from './controlled-step';
import { EvidencePart, type EvidencePartProps } from './evidence-part';
import { InlineCode } from './inline-code';
import type { RunActions } from './run-actions';
import { StepAction } from './step-action';
import { StepClock } from './step-clock';
import { StepControls } from './step-controls';
import { StepPlace } from './step-place';
import { StepNotes, StepStanding } from './step-standing';
import { SuggestFixLink } from './suggest-fix-link';

interface StepBodyProps {
  runbookId: string;
  step: StepView;
  actions: RunActions;
  /** Whether this person may work here, and the run takes acts. */
  working: boolean;
  over: boolean;
  waives: boolean;
  evidence: Pick<EvidencePartProps, 'mayWork' | 'takes'>;
  /** What one step alone has to show under what there is to do. */
  aside?: ReactNode;
}

/** A step unfolded: why, what to do in order, what to expect, what if not, and the acts. */
export function StepBody({
  runbookId,
  step,
  actions,
  working,
  over,
  waives,
  evidence,
  aside,
}: StepBodyProps) {
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
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2 text-14 text-ink-muted">
          <StepPlace content={content} />
          <StepClock estimateMinutes={content.estimateMinutes} />
        </div>
      </div>
      <StepStanding />
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
      {aside}
      <dl className="grid max-w-prose gap-1.5">
        <Fact term="Expect">
          <InlineCode text={content.expect.text} />
        </Fact>
        <Fact term="If not">
          <InlineCode text={content.ifNot} />
        </Fact>
        {content.evidence && <Fact term="Evidence">{content.evidence}</Fact>}
      </dl>
      <StepNotes />
      <EvidencePart runbookId={runbookId} step={step} actions={actions} {...evidence} />
      {working && (
        <StepControls runbookId={runbookId} step={controlled(step)} waives={waives} actIds={newActIds()} />
      )}
      {working && <SuggestFixLink runbookId={runbookId} step={step} />}
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
