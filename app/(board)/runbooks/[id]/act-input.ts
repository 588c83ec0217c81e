import { isTimeZone } from '@/components/ui/format-time';
import { formFields } from '@/lib/validate';

/** A form's fields, with the viewer's time zone for the times in refusals. */
export function actInput(form: FormData, zone: string | undefined): Record<string, unknown> {
  return { ...formFields(form), timeZone: isTimeZone(zone) ? zone : 'UTC' };
}

const ANSWER = /^(machine\.|setting\.|version$)/;

/** Whether the form answers something that later steps are filled with. */
export function holdsAnswers(form: FormData): boolean {
  return [...form.keys()].some((name) => ANSWER.test(name));
}

/** Gathers what was answered while finishing a step. */
export function finishInput(input: Record<string, unknown>): Record<string, unknown> {
  const answers = Object.fromEntries(Object.entries(input).filter(([name]) => ANSWER.test(name)));
  return { ...input, answers };
}
