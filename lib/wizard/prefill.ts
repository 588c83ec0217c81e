import { suggestMachineName } from '@/lib/clients/slug';
import { tickable } from '@/lib/wizard/component-groups';
import { fieldsOf, LIST_FIELDS } from '@/lib/wizard/fields';
import type { OpenDraft } from '@/lib/wizard/queries';
import type { AnswerValue, Base, WizardStep } from '@/lib/wizard/schema';

/** What a step's fields are filled with: kept answers, and where there is none the suggested ones. */
export interface Prefill {
  texts: Record<string, string>;
  lists: Record<string, string[]>;
  base: Base;
}

/** Fills the fields of a step from the draft. */
export function prefillStep(draft: OpenDraft, step: WizardStep): Prefill {
  const filled = prefill(draft, fieldsOf(step), suggestions(draft));
  // Ticks are shown as the present package makes of them, which is not always how they were kept.
  const ticks = filled.base.components;
  if (ticks !== undefined) ticks.value = tickable(draft.whole.componentIds);
  return filled;
}

/** Fills the given fields; `suggested` stands in where nothing was answered yet. */
export function prefill(
  draft: Pick<OpenDraft, 'stored'>,
  fields: readonly string[],
  suggested: Readonly<Record<string, AnswerValue | undefined>>,
): Prefill {
  const filled: Prefill = { texts: {}, lists: {}, base: {} };
  for (const field of fields) {
    const stored = draft.stored.get(field);
    // An answer that was emptied or dropped gives way to the suggestion, like one that was never given.
    const value = stored?.value || suggested[field] || (LIST_FIELDS.has(field) ? [] : '');
    filled.base[field] = { revision: stored?.revision ?? 0, value };
    if (typeof value === 'string') filled.texts[field] = value;
    else filled.lists[field] = value;
  }
  return filled;
}

function suggestions({ client }: OpenDraft): Record<string, AnswerValue> {
  return {
    retentionDays: '30',
    ...(client === null ? {} : { machineName: suggestMachineName(client.slug) }),
  };
}
