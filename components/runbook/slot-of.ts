import type { SlotView, StepView } from '@/lib/runbook/run-view';

/** What is known of a slot that the step mentions. */
export function slotOf(step: StepView, slotId: string): SlotView | undefined {
  return step.slots.find((slot) => slot.slotId === slotId);
}
