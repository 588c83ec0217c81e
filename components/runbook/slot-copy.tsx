import { CopySecretButton } from './copy-secret-button';
import { COPY_LEAVES } from './leaves-behind';
import { slotOf } from './slot-of';
import type { StepPartProps } from './step-part';

interface SlotCopyProps extends StepPartProps {
  slotId: string;
  form: 'value' | 'line';
}

/** The copy button of a value of ours, and what each form leaves behind. */
export function SlotCopy({ slotId, form, step, runbookId, actions, working, over }: SlotCopyProps) {
  const slot = slotOf(step, slotId);
  if (slot === undefined) return null;
  if (over) return <p className="text-14 text-ink-muted">Nothing is copied from this run.</p>;
  if (!working) return <p className="text-14 text-ink-muted">Only consultants and admins copy values.</p>;
  if (slot.stored === null) return <p className="text-14 text-warn">Nothing is stored for {slot.key} yet.</p>;
  const request = { runbookId, stepId: step.stepId, slotId, form };
  const words = labelOf(slot.key);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 print:hidden">
      <CopySecretButton
        reveal={actions.copySecret.bind(null, request)}
        confirm={actions.confirmCopied.bind(null, { runbookId, stepId: step.stepId, slotId })}
        freshen={actions.freshen}
        what={slot.key}
        label={form === 'line' ? 'Copy the export line' : words}
      />
      <span className="text-14 text-ink-muted">{COPY_LEAVES[form]}</span>
    </div>
  );
}

function labelOf(key: string): string {
  if (key.endsWith('PASSWORD')) return 'Copy password';
  return key.endsWith('URL') ? 'Copy address' : 'Copy key';
}
