/** What stays at the top of a run's page, over the steps. */
export const RUN_HEAD_ID = 'run-head';

/** The steps on the page, as elements that can be walked. */
export const STEP_ELEMENTS = '#steps li[data-title]';

/** The step that the keys chose, if that is where the keyboard is. */
export function walkedStep(): HTMLElement | null {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.matches(STEP_ELEMENTS) ? focused : null;
}

/** Puts the keyboard on a step as a whole. */
export function focusStep(step: HTMLElement): void {
  step.tabIndex = -1;
  step.focus({ preventScroll: true });
}

/**
 * Ends the walk. From now on no step takes the focus: otherwise a click into its text would give it the focus, and the
 * next press of space would tick it instead of scrolling.
 */
export function stopWalking(): void {
  walkedStep()?.blur();
  for (const step of document.querySelectorAll(`${STEP_ELEMENTS}[tabindex]`))
    step.removeAttribute('tabindex');
}
