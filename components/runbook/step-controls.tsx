'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { PrivateText } from '@/components/ui/private-text';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { LiveStep } from '@/lib/runbook/live-run';
import type { CaptureField } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import { CheckForm } from './check-form';
import { FinishForm } from './finish-form';
import { HoldButton } from './hold-button';
import { NoteForm } from './note-form';
import { useRunActions } from './run-actions-context';
import { StepRefusal } from './step-refusal';
import { useActIds } from './use-act-ids';
import { useSeenStep } from './use-seen-step';

/** What the acts on a step need that does not change while the page is open. */
export interface ControlledStep {
  stepId: string;
  fields: CaptureField[];
  /** Whether there is an output to compare. */
  checkable: boolean;
}

interface StepControlsProps {
  runbookId: string;
  step: ControlledStep;
  waives: boolean;
  /** One id for each of the forms, in the order of `ACTS`. */
  actIds: readonly string[];
}

/** The step as it is now, and the revision that the person has had time to see. */
type PartProps = Omit<StepControlsProps, 'step'> & {
  step: ControlledStep & LiveStep & { seenRevision: number };
};

const ACTS = ['note', 'undo', 'claim', 'finish', 'check', 'blocked', 'failed', 'aside'] as const;
type Act = (typeof ACTS)[number];

/** The acts on a step, by the state it is in. */
export function StepControls(given: StepControlsProps) {
  const { step, seenRevision } = useSeenStep();
  const actIds = useActIds(given.actIds, seenRevision);
  const props: PartProps = { ...given, actIds, step: { ...given.step, ...step, seenRevision } };
  const { note } = useRunActions();
  const settled = step.state === 'done' || step.state === 'skipped' || step.state === 'waived';
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-3 border-line border-t pt-4 print:hidden">
      <StepRefusal stepId={step.stepId} />
      {step.state === 'waived' && !given.waives ? (
        <p className="basis-full text-14 text-ink-muted">Only an admin opens a waived step again.</p>
      ) : settled ? (
        <Undo {...props} label="Undo" />
      ) : step.state === 'claimed' && !step.mine ? (
        <TakeOver {...props} />
      ) : (
        <OpenControls {...props} />
      )}
      <NoteForm action={note} hidden={<Hidden {...props} act="note" />} />
    </div>
  );
}

function Hidden({ runbookId, step, actIds, act }: PartProps & { act: Act }) {
  const seen = { stepId: step.stepId, revision: step.seenRevision };
  return <ActFields runbookId={runbookId} step={seen} actId={actIds[ACTS.indexOf(act)] ?? ''} />;
}

/** Opens the step again; what was recorded stays in the log. */
function Undo({ label, ...props }: PartProps & { label: string }) {
  const { undo } = useRunActions();
  return (
    <ActionForm action={undo}>
      <Hidden {...props} act="undo" />
      <SubmitButton variant="secondary" size="touch" busyLabel="Undoing…">
        {label}
      </SubmitButton>
    </ActionForm>
  );
}

function TakeOver(props: PartProps) {
  const { deed } = props.step;
  const { claim } = useRunActions();
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-4 gap-y-2">
      {deed && (
        <p>
          <PrivateText>{deed.by}</PrivateText> is on this step, since <Time at={deed.at} />.
        </p>
      )}
      <ActionForm action={claim}>
        <Hidden {...props} act="claim" />
        <SubmitButton variant="secondary" size="touch" busyLabel="Taking over…">
          Take over
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

/** How often a mismatch was mended while the page was open. A new mismatch leaves what was typed alone. */
function useMends(mismatched: boolean): number {
  const [seen, setSeen] = useState({ mismatched, mends: 0 });
  if (seen.mismatched !== mismatched) {
    setSeen({ mismatched, mends: seen.mends + (mismatched ? 0 : 1) });
  }
  return seen.mends;
}

function OpenControls(props: PartProps) {
  const { step, waives } = props;
  const actions = useRunActions();
  const mends = useMends(step.mismatched);
  const claimed = step.state === 'claimed';
  const aside = step.required ? 'waived' : 'skipped';
  const hold = {
    stepId: step.stepId,
    title: `Step ${step.position}: ${step.content.title}`,
    action: actions.hold,
  };
  return (
    <>
      <FinishForm
        // A match answers what the form complained of, so its old complaint goes with it.
        key={mends}
        action={actions.finish}
        stepId={step.stepId}
        hidden={<Hidden {...props} act="finish" />}
        fields={step.fields}
        asksReason={step.mismatched}
        waits={step.waitsFor.length > 0}
      />
      {step.state === 'blocked' && <Undo {...props} label="Not blocked any more" />}
      {step.state === 'failed' && <Undo {...props} label="Not failed any more" />}
      <HoldButton {...hold} hold="blocked" hidden={<Hidden {...props} act="blocked" />} />
      <HoldButton {...hold} hold="failed" hidden={<Hidden {...props} act="failed" />} />
      {(!step.required || waives) && (
        <HoldButton {...hold} hold={aside} hidden={<Hidden {...props} act="aside" />} />
      )}
      <ActionForm action={claimed ? actions.release : actions.claim}>
        <Hidden {...props} act="claim" />
        <SubmitButton variant="quiet" size="touch" busyLabel={claimed ? 'Letting go…' : 'Taking it…'}>
          {claimed ? 'Let go of it' : 'I am on it'}
        </SubmitButton>
      </ActionForm>
      <span className="basis-full" />
      {step.checkable && (
        <CheckForm
          action={actions.check}
          stepId={step.stepId}
          hidden={<Hidden {...props} act="check" />}
          failed={step.state === 'failed'}
        />
      )}
    </>
  );
}
