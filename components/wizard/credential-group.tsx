import type { SlotActions } from '@/components/slots/slot-actions';
import { SlotRow } from '@/components/slots/slot-row';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { CustodyFace } from '@/components/ui/custody-face';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { type CredentialGroup as Group, isOpen } from '@/lib/wizard/task-list';
import { TaskStatusWord } from './task-list';

export interface CredentialGroupProps {
  group: Group;
  actions: SlotActions;
  setWaiting: FormAction<unknown>;
  /** Where the component's questions are answered. */
  settingsHref: string;
}

/** One component's credentials, each with its state and the one thing to do about it. */
export function CredentialGroup({ group, actions, setWaiting, settingsHref }: CredentialGroupProps) {
  const { componentId, name, status, waiting, slots, undecided, stripped } = group;
  const clientHasToAct = slots.some(
    (slot) => slot.tag === 'client-supplied' && slot.required && isOpen(slot),
  );
  return (
    <section aria-labelledby={`credentials-${componentId}`} className="border-line-strong/60 border-t pt-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`credentials-${componentId}`} className="font-semibold text-20 tracking-tight">
          {name}
        </h2>
        <TaskStatusWord status={status} />
      </div>
      <div className="divide-y divide-line">
        {slots.map((slot) => (
          <SlotRow key={slot.slotId} slot={slot} actions={actions} />
        ))}
        {undecided.length > 0 && (
          <div className="py-4 text-ink-muted">
            <p>
              Cannot start yet: {undecided[0]?.reason}{' '}
              <TextLink href={settingsHref}>Answer it in the settings</TextLink>
            </p>
            <p className="text-14">Depends on it: {undecided.map((slot) => slot.name).join(', ')}.</p>
          </div>
        )}
        {stripped.length > 0 && (
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-3 text-14 text-ink-muted">
            <CustodyFace custody="infrastructure" />
            <span>The organisation’s own, left out of every client: {stripped.join(', ')}.</span>
          </p>
        )}
      </div>
      {(waiting || clientHasToAct) && (
        <ActionForm action={setWaiting} className="-ml-4 pb-2">
          <input type="hidden" name="componentId" value={componentId} />
          <input type="hidden" name="waiting" value={waiting ? 'no' : 'yes'} />
          <div>
            <SubmitButton variant="quiet" size="touch" busyLabel="Saving…">
              {waiting ? 'No longer waiting for the client' : 'Mark as waiting for client'}
              <span className="sr-only">: {name}</span>
            </SubmitButton>
          </div>
        </ActionForm>
      )}
    </section>
  );
}
