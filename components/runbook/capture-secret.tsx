import { NeedsNetwork } from '@/components/offline/needs-network';
import { AfterWarning } from '@/components/slots/after-warning';
import { ActionForm } from '@/components/ui/action-form';
import { Field } from '@/components/ui/field';
import { SecretInput } from '@/components/ui/secret-input';
import { SubmitButton } from '@/components/ui/submit-button';
import { OutsideLink } from '@/components/ui/text-link';
import type { SlotView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import type { StepPartProps } from './step-part';

/** A box for a value that comes to exist during the run. It is encrypted at once and never shown again. */
export function CaptureSecret({ slot, step, runbookId, actions }: StepPartProps & { slot: SlotView }) {
  return (
    <ActionForm action={actions.capture} errorsBeside className="gap-3 print:hidden">
      <ActFields runbookId={runbookId} actId={crypto.randomUUID()} step={step} slotId={slot.slotId} />
      <Field
        name="value"
        label={slot.promptLabel}
        size="touch"
        hint={
          <>
            {slot.formatHint && `${slot.formatHint.charAt(0).toUpperCase()}${slot.formatHint.slice(1)}. `}
            Encrypted at once; this page never shows it again.
            {slot.whereToGet?.url && (
              <>
                {' '}
                <OutsideLink href={slot.whereToGet.url}>Where to get it</OutsideLink>
              </>
            )}
          </>
        }
      >
        <SecretInput />
      </Field>
      <AfterWarning />
      <NeedsNetwork act="Storing it" />
      <SubmitButton size="touch" variant="secondary" busyLabel="Storing…" className="justify-self-start">
        Store it
      </SubmitButton>
    </ActionForm>
  );
}
