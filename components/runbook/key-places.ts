import type { KeyAct, KeyPlace } from './key-acts';
import { focusStep, STEP_ELEMENTS, walkedStep } from './step-focus';

const TYPED =
  'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])';
const CONTROLS = 'a[href], button, summary, input, [tabindex]:not([tabindex="-1"])';

/** Where the keyboard is, as far as a key on the run page is concerned. */
export function placeOf(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element) || document.querySelector('dialog[open]') !== null) return 'dialog';
  if (target.closest('[popover]:popover-open') !== null) return 'dialog';
  if (target.matches(STEP_ELEMENTS)) return 'step';
  if (target.matches(TYPED)) return 'field';
  return target.closest(CONTROLS) === null ? 'page' : 'control';
}

/** The step around the keyboard; else the one that the run goes on with. */
export function stepAtHand(currentAnchor: string | null): HTMLElement | null {
  const around = document.activeElement?.closest<HTMLElement>(STEP_ELEMENTS);
  return around ?? (currentAnchor === null ? null : document.getElementById(currentAnchor));
}

/** Goes to the step beside; where no step was chosen yet, to the one at hand. Null when there is nowhere to go. */
export function walk(act: 'next' | 'previous', currentAnchor: string | null): HTMLElement | null {
  const steps = [...document.querySelectorAll<HTMLElement>(STEP_ELEMENTS)];
  const walked = walkedStep();
  const beside = act === 'next' ? 1 : -1;
  const step =
    walked === null ? (stepAtHand(currentAnchor) ?? steps[0]) : steps[steps.indexOf(walked) + beside];
  if (step === undefined) return null;
  focusStep(step);
  step.scrollIntoView({ block: 'nearest' });
  return step;
}

/** Whether an arrow would leave a step whose end nobody has seen: then it scrolls, as everywhere. */
export function hidesMore(act: KeyAct): boolean {
  const step = walkedStep();
  if (step === null) return false;
  const { top, bottom } = step.getBoundingClientRect();
  return act === 'next' ? bottom > window.innerHeight : top < 0;
}

/** Unfolds whatever lies around a control, so that it can be seen before it has the keyboard. */
export function unfoldAround(control: Element): void {
  for (let fold = control.closest('details'); fold !== null; ) {
    fold.open = true;
    fold = fold.parentElement?.closest('details') ?? null;
  }
}
