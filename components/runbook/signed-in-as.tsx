import { NeedsNetwork } from '@/components/offline/needs-network';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { PrivateText } from '@/components/ui/private-text';
import { StateWord } from '@/components/ui/state-word';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { Time } from '@/components/ui/time';
import type { SlotView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import type { StepPartProps } from './step-part';

/** A sign-in that happens on the machine: nothing is stored but as whom, when, and until when. */
export function SignedInAs({ slot, step, runbookId, actions, working }: StepPartProps & { slot: SlotView }) {
  const { placement } = slot;
  const hidden = (
    <ActFields runbookId={runbookId} actId={crypto.randomUUID()} step={step} slotId={slot.slotId} />
  );
  if (placement !== null) {
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StateWord state="signed-in">
          Signed in
          {placement.signedInAs && (
            <>
              {' as '}
              <PrivateText instead="an account">{placement.signedInAs}</PrivateText>
            </>
          )}
          <span className="text-14 text-ink-muted">
            {' · '}
            <PrivateText>{placement.by}</PrivateText>, <Time at={placement.at} />
            {placement.validUntil && (
              <>
                , valid until <Time at={placement.validUntil} as="day" />
              </>
            )}
          </span>
        </StateWord>
        {working && (
          <ActionForm action={actions.unplace} className="print:hidden">
            {hidden}
            <SubmitButton variant="quiet" size="touch" busyLabel="Undoing…">
              Undo
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    );
  }
  if (!working) return <p className="text-14 text-ink-muted">Signed in on the machine, during the run.</p>;
  return (
    <ActionForm action={actions.place} className="gap-3 print:hidden">
      {hidden}
      <Field
        name="signedInAs"
        label="Signed in as"
        hint="The name or address of the account. Nothing else is kept."
        size="touch"
      >
        <TextInput autoComplete="off" spellCheck={false} autoCapitalize="none" />
      </Field>
      {slot.expiresAfterDays !== null && (
        <Field
          name="validUntil"
          label="Valid until"
          hint={`Empty: ${slot.expiresAfterDays} days from today.`}
          optional
          size="touch"
        >
          <TextInput type="date" />
        </Field>
      )}
      <NeedsNetwork act="Noting the sign-in" />
      <SubmitButton variant="secondary" size="touch" busyLabel="Noting…" className="justify-self-start">
        Note the sign-in
      </SubmitButton>
    </ActionForm>
  );
}
