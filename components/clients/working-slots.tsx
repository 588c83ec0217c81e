import { CopySecretButton } from '@/components/runbook/copy-secret-button';
import type { SlotActions } from '@/components/slots/slot-actions';
import { SlotRow } from '@/components/slots/slot-row';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionResult } from '@/lib/action-state';
import type { WorkingSlot } from '@/lib/clients/schema';
import { LastTouch, type Touch } from './attention-list';

export interface WorkingSlotsProps {
  slots: WorkingSlot[];
  actions: SlotActions;
  /** Makes every generated value that is not there yet; null when the client takes no values. */
  generate: FormAction<unknown> | null;
  /** One decryption of a slot's value, for one click, and the word that the clipboard took it. */
  copying: (slotId: string) => Copying;
  touches: ReadonlyMap<string, Touch>;
}

interface Copying {
  reveal: () => Promise<ActionResult<string>>;
  confirm: () => Promise<unknown>;
  freshen: FormAction<undefined>;
}

/** The slots for those who fill them, component by component. */
export function WorkingSlots({ slots, actions, generate, copying, touches }: WorkingSlotsProps) {
  const components = [...new Map(slots.map((slot) => [slot.componentId, slot.componentName]))];
  return (
    <div className="grid max-w-4xl gap-8">
      {components.map(([componentId, name]) => (
        <section key={componentId} aria-labelledby={`component-${componentId}`}>
          <h2 id={`component-${componentId}`} className="border-line border-b pb-1.5 font-semibold text-16">
            {name}
          </h2>
          <div className="divide-y divide-line">
            {slots
              .filter((slot) => slot.componentId === componentId)
              .map((slot) => (
                <div key={slot.slotId} id={slot.slotId} className="scroll-mt-16">
                  <SlotRow slot={slot} actions={actions}>
                    <SlotExtras slot={slot} generate={generate} copying={copying(slot.slotId)} />
                    <p className="text-13 text-ink-muted">
                      Last touched: <LastTouch touch={touches.get(slot.slotId) ?? null} />
                    </p>
                  </SlotRow>
                </div>
              ))}
          </div>
        </section>
      ))}
    </div>
  );
}

interface ExtrasProps {
  slot: WorkingSlot;
  generate: FormAction<unknown> | null;
  copying: Copying;
}

function SlotExtras({ slot, generate, copying }: ExtrasProps) {
  if (slot.tag !== 'our-managed' || slot.face === 'infrastructure') return null;
  if (slot.characters !== null) {
    return (
      <div>
        <CopySecretButton {...copying} what={slot.key} />
      </div>
    );
  }
  if (!slot.generated || generate === null) return null;
  return (
    <ActionForm action={generate}>
      <div>
        <SubmitButton variant="secondary" size="touch" busyLabel="Generating…">
          Generate it now
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
