'use client';

import { useState } from 'react';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { CaptureField, Deed } from '@/lib/runbook/run-view';
import type { StepState } from '@/lib/runbook/schema';
import { ActFields } from './act-fields';
import { CheckForm } from './check-form';
import { FinishForm } from './finish-form';
import { HoldButton } from './hold-button';
import { NoteForm } from './note-form';
import { useRunActions } from './run-actions-context';

/** The part of a step that its acts need. */
export interface ControlledStep {
  stepId: string;
  position: number;
  title: string;
  required: boolean;
  state: StepState;
  revision: number;
  mine: boolean;
  deed: Deed | null;
  fields: CaptureField[];
  /** Whether there is an output to compare. */
  checkable: boolean;
  /** The last output did not match. */
  mismatched: boolean;
  /** Something has to be settled first. */
  waits: boolean;
}

interface StepControlsProps {
  runbookId: string;
  step: ControlledStep;
  waives: boolean;
  /** One id for each of the forms, in the order of `ACTS`. */
  actIds: readonly string[];
}

const ACTS = ['note', 'undo', 'claim', 'finish', 'check', 'blocked', 'failed', 'aside'] as const;
type Act = (typeof ACTS)[number];

/** The acts on a step, by the state it is in. */
export function StepControls(props: StepControlsProps) {
  const { step } = props;
  const { note } = useRunActions();
  const settled = step.state === 'done' || step.state === 'skipped' || step.state === 'waived';
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-3 border-line border-t pt-4 print:hidden">
      {settled ? (
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

function Hidden({ runbookId, step, actIds, act }: StepControlsProps & { act: Act }) {
  return <ActFields runbookId={runbookId} step={step} actId={actIds[ACTS.indexOf(act)] ?? ''} />;
}

/** Opens the step again; what was recorded stays in the log. */
function Undo({ label, ...props }: StepControlsProps & { label: string }) {
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

function TakeOver(props: StepControlsProps) {
  const { deed } = props.step;
  const { claim } = useRunActions();
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-4 gap-y-2">
      {deed && (
        <p>
          {deed.by} is on this step, since <Time at={deed.at} />.
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

function OpenControls(props: StepControlsProps) {
  const { step, waives } = props;
  const actions = useRunActions();
  const mends = useMends(step.mismatched);
  const claimed = step.state === 'claimed';
  const aside = step.required ? 'waived' : 'skipped';
  const hold = { stepId: step.stepId, title: `Step ${step.position}: ${step.title}`, action: actions.hold };
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
        waits={step.waits}
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
