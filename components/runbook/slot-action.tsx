import { GapWords } from '@/components/clients/gap-words';
import { custodyOf } from '@/components/ui/custody';
import { CustodyFace } from '@/components/ui/custody-face';
import { SlotKey } from '@/components/ui/slot-key';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import type { SlotView } from '@/lib/runbook/run-view';
import { CaptureSecret } from './capture-secret';
import { InlineCode } from './inline-code';
import { SlotCopy } from './slot-copy';
import { slotOf } from './slot-of';
import type { StepPartProps } from './step-part';
import { VaultHint } from './vault-hint';

interface SlotActionProps extends StepPartProps {
  slotId: string;
  after?: string | undefined;
}

/** Where a step needs a secret: a copy button for ours, a hint for the client's, a name for a sign-in. */
export function SlotAction({ slotId, after, ...part }: SlotActionProps) {
  const slot = slotOf(part.step, slotId);
  if (slot === undefined) return null;
  return (
    <div className="grid gap-2 rounded-md border border-line bg-canvas px-3 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="flex flex-wrap items-baseline gap-x-3">
          <CustodyFace custody={custodyOf(slot)} iconOnly className="self-center" />
          <span className="font-medium">{capital(slot.name)}</span>
          <SlotKey name={slot.key} className="text-13 text-ink-muted" />
        </span>
        {slot.tag === 'our-managed' && <StoredWord slot={slot} />}
      </div>
      {slot.gap && (
        <p className="text-14">
          <GapWords gap={slot.gap} />
        </p>
      )}
      {slot.tag === 'our-managed' ? <OurSlot slot={slot} {...part} /> : <VaultHint slot={slot} {...part} />}
      {after && (
        <p className="max-w-prose text-14 text-ink-muted">
          <InlineCode text={after} />
        </p>
      )}
    </div>
  );
}

function OurSlot({ slot, ...part }: StepPartProps & { slot: SlotView }) {
  const captures = part.step.content.captures.some(
    (capture) => capture.kind === 'slot' && capture.slot === slot.slotId,
  );
  const asked = part.working && !slot.generated && (slot.stored === null || (captures && slot.stored.spent));
  return (
    <>
      {slot.stored !== null && <SlotCopy slotId={slot.slotId} form="value" {...part} />}
      {asked && <CaptureSecret slot={slot} {...part} />}
    </>
  );
}

function StoredWord({ slot }: { slot: SlotView }) {
  const { stored, placement } = slot;
  if (stored === null) return <StateWord state="missing" className="text-13" />;
  if (stored.spent) return <StateWord state="spent" className="text-13" />;
  const length = stored.characters === null ? '' : `, ${stored.characters} characters`;
  const placed = slot.gap === null && placement !== null && placement.valueVersion === stored.valueVersion;
  return (
    <StateWord state={placed ? 'pasted' : 'stored'} className="text-13">
      {placed ? 'pasted' : 'stored'}
      {length}, <Time at={placed ? placement.at : stored.at} />
    </StateWord>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
