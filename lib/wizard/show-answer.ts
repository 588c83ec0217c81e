import type { Catalogue } from '@/lib/catalogue/schema';
import { findSetting, settingKeyOf } from '@/lib/wizard/fields';
import type { AnswerValue } from '@/lib/wizard/schema';

/** An answer in the words of the page: names instead of ids, labels instead of choices. Empty when not answered. */
export function showAnswer(catalogue: Catalogue, field: string, value: AnswerValue): string {
  if (Array.isArray(value)) return value.map((id) => nameOf(catalogue, id)).join(', ');
  if (field === 'tier') return nameOf(catalogue, value);
  const setting = findSetting(catalogue, settingKeyOf(field) ?? '');
  return setting?.choices?.find((choice) => choice.value === value)?.label ?? value;
}

function nameOf(catalogue: Catalogue, id: string): string {
  const named = [...catalogue.components, ...catalogue.packages].find((candidate) => candidate.id === id);
  return named?.name ?? id;
}
