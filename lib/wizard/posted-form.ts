import { AppError } from '@/lib/errors';
import { BASE_FIELD, fieldsOf, LIST_FIELDS } from '@/lib/wizard/fields';
import {
  type AnswerValue,
  type Base,
  baseSchema,
  type PostedForm,
  type WizardStep,
} from '@/lib/wizard/schema';

/** Reads a step's form as it was sent. A list without a tick is sent as nothing at all, and reads as empty. */
export function postedStep(form: FormData, step: WizardStep): PostedForm {
  return postedForm(form, fieldsOf(step));
}

/** Reads the given fields of a form. What is not in the form was not asked, and is left as it is. */
export function postedForm(form: FormData, fields: readonly string[]): PostedForm {
  const values: Record<string, AnswerValue> = {};
  for (const field of fields) {
    const sent = form.getAll(field).filter((value) => typeof value === 'string');
    if (LIST_FIELDS.has(field)) values[field] = sent;
    else if (sent[0] !== undefined) values[field] = normalLines(sent[0]);
  }
  return { values, base: readBase(form.get(BASE_FIELD)) };
}

/** Forms are sent with CRLF line ends, scripts read LF: the same text has to compare as the same. */
function normalLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function readBase(sent: FormDataEntryValue | null): Base {
  if (typeof sent !== 'string') return {};
  try {
    return baseSchema.parse(JSON.parse(sent));
  } catch {
    throw new AppError('invalid', 'This form is damaged. Copy what you typed, then reload the page.');
  }
}
