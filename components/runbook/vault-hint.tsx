import { ActionForm } from '@/components/ui/action-form';
import { CopyText } from '@/components/ui/copy-text';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { PrivateText } from '@/components/ui/private-text';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { Time } from '@/components/ui/time';
import type { SlotView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import { PastedTick } from './pasted-tick';
import { SignedInAs } from './signed-in-as';
import type { StepPartProps } from './step-part';

/** A value of the client's: where they keep it, and whether it is on the machine. The board holds no value of theirs. */
export function VaultHint({ slot, ...part }: StepPartProps & { slot: SlotView }) {
  if (slot.secretClass === 'device_sign_in') return <SignedInAs slot={slot} {...part} />;
  const { step, runbookId, actions, working } = part;
  return (
    <div className="grid gap-2">
      <Reference slot={slot} {...part} />
      {working ? (
        <PastedTick
          key={`${slot.slotId}-${slot.placement?.at.toISOString() ?? 'open'}`}
          placed={slot.placement !== null}
          place={actions.place}
          unplace={actions.unplace}
          hidden={
            <ActFields runbookId={runbookId} actId={crypto.randomUUID()} step={step} slotId={slot.slotId} />
          }
          hint={slot.placement && <Placed slot={slot} />}
        />
      ) : (
        slot.placement && (
          <p className="text-14">
            Pasted · <Placed slot={slot} />
          </p>
        )
      )}
    </div>
  );
}

function Placed({ slot }: { slot: SlotView }) {
  if (slot.placement === null) return null;
  return (
    <>
      <PrivateText>{slot.placement.by}</PrivateText>, <Time at={slot.placement.at} />
      {slot.placement.validUntil && (
        <>
          , valid until <Time at={slot.placement.validUntil} as="day" />
        </>
      )}
    </>
  );
}

function Reference({ slot, step, runbookId, actions, working }: StepPartProps & { slot: SlotView }) {
  const { reference } = slot;
  const form = working && (
    <ActionForm action={actions.reference} className="gap-3 pb-2">
      <ActFields runbookId={runbookId} actId={crypto.randomUUID()} step={step} slotId={slot.slotId} />
      <Field
        name="reference"
        label="Where the client keeps it"
        hint="Such as op://vault/item/field. Never the value."
        size="touch"
      >
        <TextInput code defaultValue={reference?.reference ?? ''} />
      </Field>
      <Field name="label" label="Label" optional size="touch">
        <TextInput defaultValue={reference?.label ?? ''} />
      </Field>
      <SubmitButton variant="secondary" size="touch" busyLabel="Saving…" className="justify-self-start">
        Save reference
      </SubmitButton>
    </ActionForm>
  );
  return (
    <div className="grid gap-1">
      {reference === null ? (
        <p className="text-14 text-ink-muted">The client keeps it. No reference is noted yet.</p>
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {reference.label && <PrivateText instead="the client’s vault">{reference.label}</PrivateText>}
          <code className="font-mono text-14 text-vault [overflow-wrap:anywhere]">
            <PrivateText instead="vault reference">{reference.reference}</PrivateText>
          </code>
          <CopyText
            text={reference.reference}
            label="Copy reference"
            what={`for ${slot.key}`}
            size="touch"
            className="-ml-4"
          />
        </p>
      )}
      {form && (
        <Disclosure
          summary={reference === null ? 'Note where they keep it' : 'Change the reference'}
          size="touch"
          className="print:hidden"
        >
          {form}
        </Disclosure>
      )}
    </div>
  );
}
