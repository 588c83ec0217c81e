import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { StepView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import { CheckForm } from './check-form';
import { FinishForm } from './finish-form';
import { HoldButton } from './hold-button';
import { NoteForm } from './note-form';
import type { RunActions } from './run-actions';

interface StepControlsProps {
  runbookId: string;
  step: StepView;
  actions: RunActions;
  waives: boolean;
}

/** The acts on a step, by the state it is in. */
export function StepControls(props: StepControlsProps) {
  const { step, runbookId, actions } = props;
  const hidden = <ActFields runbookId={runbookId} step={step} />;
  const settled = step.state === 'done' || step.state === 'skipped' || step.state === 'waived';
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-3 border-line border-t pt-4 print:hidden">
      {settled ? (
        <ActionForm action={actions.undo}>
          {hidden}
          <SubmitButton variant="secondary" size="touch" busyLabel="Undoing…">
            Undo
          </SubmitButton>
        </ActionForm>
      ) : step.state === 'claimed' && !step.mine ? (
        <TakeOver {...props} />
      ) : (
        <OpenControls {...props} />
      )}
      <NoteForm action={actions.note} hidden={<ActFields runbookId={runbookId} step={step} />} />
    </div>
  );
}

function TakeOver({ step, runbookId, actions }: StepControlsProps) {
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-4 gap-y-2">
      {step.deed && (
        <p>
          {step.deed.by} is on this step, since <Time at={step.deed.at} />.
        </p>
      )}
      <ActionForm action={actions.claim}>
        <ActFields runbookId={runbookId} step={step} />
        <SubmitButton variant="secondary" size="touch" busyLabel="Taking over…">
          Take over
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function OpenControls({ step, runbookId, actions, waives }: StepControlsProps) {
  const hidden = () => <ActFields runbookId={runbookId} step={step} />;
  const title = `Step ${step.position}: ${step.content.title}`;
  const hold = { stepId: step.stepId, title, action: actions.hold };
  const claimed = step.state === 'claimed';
  return (
    <>
      <FinishForm
        action={actions.finish}
        stepId={step.stepId}
        hidden={hidden()}
        fields={step.fields}
        asksReason={step.check?.matched === false}
        waits={step.waitsFor.length > 0}
      />
      <HoldButton {...hold} hold="blocked" hidden={hidden()} />
      <HoldButton {...hold} hold="failed" hidden={hidden()} />
      {!step.required && <HoldButton {...hold} hold="skipped" hidden={hidden()} />}
      {step.required && waives && <HoldButton {...hold} hold="waived" hidden={hidden()} />}
      <ActionForm action={claimed ? actions.release : actions.claim}>
        {hidden()}
        <SubmitButton variant="quiet" size="touch" busyLabel={claimed ? 'Letting go…' : 'Taking it…'}>
          {claimed ? 'Let go of it' : 'I am on it'}
        </SubmitButton>
      </ActionForm>
      <span className="basis-full" />
      {step.content.expect.match && (
        <CheckForm action={actions.check} stepId={step.stepId} hidden={hidden()} />
      )}
    </>
  );
}
