import type { Condition, Setting } from '@/lib/catalogue/schema';
import { settingField } from '@/lib/wizard/fields';
import { prefill } from '@/lib/wizard/prefill';
import type { OpenDraft } from '@/lib/wizard/queries';
import type { Base } from '@/lib/wizard/schema';

/** One component's page of questions, ready to be shown. */
export interface SettingsForm {
  componentId: string;
  name: string;
  warning: string | null;
  questions: ReturnType<typeof question>[];
  /** Answers by setting key: of this page what is filled in, of other components what counts. */
  answers: Record<string, string>;
  base: Base;
}

/** The form for a component's settings; null when the component is not in scope or asks nothing. */
export function settingsForm(draft: OpenDraft, componentId: string): SettingsForm | null {
  const component = draft.catalogue.components.find(({ id }) => id === componentId);
  const settings = (component?.settings ?? []).filter((setting) => setting.captured === 'wizard');
  if (component === undefined || settings.length === 0) return null;
  if (!draft.whole.componentIds.includes(componentId)) return null;
  const standard = settings.map((setting) => [settingField(setting.key), setting.default]);
  const { texts, base } = prefill(
    draft,
    settings.map((setting) => settingField(setting.key)),
    Object.fromEntries(standard),
  );
  const own = settings.map(({ key }) => [key, texts[settingField(key)] ?? '']);
  return {
    componentId,
    name: component.name,
    warning: component.warning ?? null,
    questions: settings.map(question),
    answers: { ...draft.whole.effective, ...Object.fromEntries(own) },
    base,
  };
}

function question(setting: Setting) {
  return {
    key: setting.key,
    label: setting.label,
    hint: setting.hint ?? null,
    kind: setting.kind,
    choices: setting.choices ?? [],
    formatHint: setting.format?.hint ?? null,
    whereToGet: setting.whereToGet ?? null,
    required: setting.required,
    when: (setting.when ?? null) as Condition[] | null,
  };
}
