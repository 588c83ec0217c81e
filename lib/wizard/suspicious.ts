import { checkFormat, tidyAnswer } from '@/lib/catalogue/format';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import type { Catalogue } from '@/lib/catalogue/schema';
import { findField, findSetting, settingKeyOf } from '@/lib/wizard/fields';
import type { AnswerValue } from '@/lib/wizard/schema';

/**
 * The refusal for a secret that was typed where none belongs, or null. What fits a setting's own format (a client
 * id, a public key) is what was asked for, however random it looks.
 */
export function refusalOfSecret(catalogue: Catalogue, field: string, value: AnswerValue): string | null {
  if (typeof value !== 'string' || findField(catalogue, field)?.free !== true) return null;
  const setting = findSetting(catalogue, settingKeyOf(field) ?? '');
  if (setting?.format && checkFormat(setting.format, tidyAnswer(setting, value)).ok) return null;
  const suspicion = looksLikeSecret(value, catalogue);
  return suspicion === null
    ? null
    : `This looks like ${suspicion.says}. It was not saved: no key belongs here. Clear it, and enter keys on the credentials page.`;
}
