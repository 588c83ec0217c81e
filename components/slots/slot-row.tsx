import type { ReactNode } from 'react';
import { asSentence } from '@/components/ui/as-sentence';
import type { Custody } from '@/components/ui/custody';
import { CustodyFace } from '@/components/ui/custody-face';
import { Disclosure } from '@/components/ui/disclosure';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { OutsideLink } from '@/components/ui/text-link';
import type { WorkingSlot } from '@/lib/clients/schema';
import { ReferenceForm } from './reference-form';
import type { SlotActions } from './slot-actions';
import { SlotStateLine } from './slot-state-line';
import { StoreValueForm } from './store-value-form';

export interface SlotRowProps {
  slot: WorkingSlot;
  actions: SlotActions;
  /** Further controls under the state, such as a copy button. */
  children?: ReactNode;
}

const custody: Record<WorkingSlot['face'], Custody> = {
  'our-managed': 'our-managed',
  'client-supplied': 'client-supplied',
  device: 'on-device',
  infrastructure: 'infrastructure',
};

/** One credential slot: who holds it, its state, and the one thing to do about it. For those who may fill it. */
export function SlotRow({ slot, actions, children }: SlotRowProps) {
  return (
    <section aria-labelledby={`slot-${slot.slotId}`} className="grid gap-2 py-4 text-16">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 id={`slot-${slot.slotId}`} className="min-w-0 font-medium">
          {asSentence(slot.name)}
          {!slot.required && <span className="font-normal text-ink-muted"> (optional)</span>}
        </h3>
        <SlotStateLine slot={slot} />
      </div>
      <p className="max-w-prose text-14 text-ink-muted">
        <CustodyFace custody={custody[slot.face]} className="mr-2 align-bottom" />
        <SlotKey name={slot.key} className="mr-2 text-13" />
        {slot.description}
      </p>
      {slot.reference !== null && (
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <code className="break-all rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-14">
            <PrivateText instead="vault reference">{slot.reference}</PrivateText>
          </code>
          {slot.referenceLabel && (
            <bdi className="text-14 text-ink-muted">
              <PrivateText instead="the client’s vault">{slot.referenceLabel}</PrivateText>
            </bdi>
          )}
        </p>
      )}
      <SlotTask slot={slot} actions={actions} />
      {children}
    </section>
  );
}

function SlotTask({ slot, actions }: { slot: WorkingSlot; actions: SlotActions }) {
  // A sign-in on the machine is part of the run; a key of the organisation belongs to no client.
  if (slot.face === 'infrastructure' || slot.face === 'device') return null;
  const form = slot.tag === 'our-managed' ? storeForm(slot, actions) : referenceForm(slot, actions);
  const filled = slot.characters !== null || slot.reference !== null;
  if (slot.generated && slot.tag === 'our-managed') {
    return filled ? null : <p className="text-14">Generated when you continue. You type nothing.</p>;
  }
  if (filled) {
    const words = slot.tag === 'our-managed' ? 'Replace the value' : 'Change the reference';
    return (
      <Disclosure summary={words} size="touch">
        {form}
      </Disclosure>
    );
  }
  if (slot.obtained === 'during-run' || !slot.required) {
    const words = slot.tag === 'our-managed' ? 'Enter it now' : 'Note where it is kept';
    return (
      <Disclosure summary={words} size="touch">
        {form}
      </Disclosure>
    );
  }
  return form;
}

function storeForm(slot: WorkingSlot, actions: SlotActions) {
  return (
    <StoreValueForm
      slotId={slot.slotId}
      label={slot.promptLabel}
      hint={<WhereAndWhat slot={slot} />}
      action={actions.storeValue}
      manyLines={slot.formatHint === null}
      replaces={slot.characters !== null}
    />
  );
}

function referenceForm(slot: WorkingSlot, actions: SlotActions) {
  return (
    <ReferenceForm
      slotId={slot.slotId}
      hint={
        <>
          An op:// address, or words such as Bitwarden: Acme/Shopify. The value stays in their vault; we never
          store it. <WhereTheyGetIt slot={slot} />
        </>
      }
      reference={slot.reference}
      label={slot.referenceLabel}
      setReference={actions.setReference}
      removeReference={actions.removeReference}
    />
  );
}

function WhereAndWhat({ slot }: { slot: WorkingSlot }) {
  const { whereToGet, formatHint } = slot;
  return (
    <>
      {formatHint && `${asSentence(formatHint)}. `}
      {whereToGet !== null &&
        (whereToGet.url ? (
          <OutsideLink href={whereToGet.url}>{whereToGet.label}</OutsideLink>
        ) : (
          `Where to get it: ${whereToGet.label}.`
        ))}
    </>
  );
}

function WhereTheyGetIt({ slot: { whereToGet } }: { slot: WorkingSlot }) {
  if (whereToGet === null) return null;
  if (whereToGet.url === undefined) return `They get it here: ${whereToGet.label}.`;
  return (
    <>
      They get it at <OutsideLink href={whereToGet.url}>{whereToGet.label}</OutsideLink>.
    </>
  );
}
