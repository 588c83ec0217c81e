import type { AnswerValue } from '@/lib/wizard/schema';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function controlsOf(form: HTMLFormElement, field: string): Control[] {
  return Array.from(form.elements).filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name === field &&
      !element.matches(':disabled'),
  );
}

function isTick(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
}

/** A field's answer as it stands in the form, in the shape it is sent in; null while the field is not asked. */
export function readAnswer(form: HTMLFormElement, field: string, kind: 'text' | 'list'): AnswerValue | null {
  const controls = controlsOf(form, field);
  const ticked = controls.filter((control) => isTick(control) && control.checked);
  if (kind === 'list') return ticked.map((control) => control.value);
  const [first] = controls;
  if (first === undefined) return null;
  return isTick(first) ? (ticked[0]?.value ?? '') : first.value;
}

/** Puts somebody else's answer into the form. */
export function writeAnswer(form: HTMLFormElement, field: string, value: AnswerValue): void {
  for (const control of controlsOf(form, field)) {
    if (isTick(control)) {
      control.checked = typeof value === 'string' ? control.value === value : value.includes(control.value);
    } else {
      control.value = typeof value === 'string' ? value : '';
    }
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
