import { resolveSettings } from '@/lib/catalogue/conditions';
import { checkSetting, tidyAnswer } from '@/lib/catalogue/format';
import type { Catalogue, Setting, SettingValues } from '@/lib/catalogue/schema';
import { type ComponentInScope, componentsInScope, type PackageSelection } from '@/lib/catalogue/scope';
import { settingField, settingKeyOf } from '@/lib/wizard/fields';
import type { Answers } from '@/lib/wizard/schema';

/** Everything the answers of a draft come to, taken together. */
export interface WholeDraft {
  tier: string | null;
  packs: string[];
  components: ComponentInScope[];
  componentIds: string[];
  /** The questions of the wizard that are asked, in catalogue order. */
  asked: Setting[];
  /** Answers that were given to questions that are asked. */
  given: SettingValues;
  /** The same with the standard answers filled in. */
  effective: SettingValues;
}

/** Reads all answers together. Answers to questions that are not asked have no effect. */
export function wholeDraft(catalogue: Catalogue, answers: Answers): WholeDraft {
  const selection = selectionOf(catalogue, answers);
  const components = selection === null ? [] : componentsInScope(catalogue, selection);
  const componentIds = components.map((component) => component.componentId);
  const typed = typedSettings(catalogue, answers);
  const { asked, facts } = resolveSettings(catalogue, componentIds, typed);
  const ofWizard = asked.filter((setting) => setting.captured === 'wizard');
  return {
    tier: selection?.tier ?? null,
    packs: [...(selection?.packs ?? [])],
    components,
    componentIds,
    asked: ofWizard,
    given: Object.fromEntries(ofWizard.map(({ key }) => [key, typed[key]])),
    effective: facts.settings,
  };
}

/**
 * Tier, packs and what was ticked beyond them or taken out. The ticks are kept together with the packages they were
 * made under, so that another package later brings its own components and keeps what was changed by hand.
 */
export function selectionOf(catalogue: Catalogue, answers: Answers): PackageSelection | null {
  const tier = textOf(answers, 'tier');
  if (!isPackage(catalogue, tier, 'tier')) return null;
  const packs = listOf(answers, 'packs').filter((id) => isPackage(catalogue, id, 'pack'));
  const ticked = answers.components;
  if (!Array.isArray(ticked)) return { tier, packs };
  const [basisTier = tier, ...basisPacks] = listOf(answers, 'componentsBasis');
  const included = componentsInScope(catalogue, { tier: basisTier, packs: basisPacks }).map(
    (component) => component.componentId,
  );
  const added = ticked.filter((id) => !included.includes(id));
  const addOns = catalogue.packages.filter(
    ({ kind, components }) => kind === 'add-on' && components.every((id) => added.includes(id)),
  );
  return {
    tier,
    packs,
    addOns: addOns.map(({ id }) => id),
    extra: added,
    removed: included.filter((id) => !ticked.includes(id)),
  };
}

/** What is wrong with one answer, or null. A missing answer to an optional question is fine, as is a standard one. */
export function problemOf(setting: Setting, value: string | undefined): string | null {
  if (value === undefined || value === '') {
    return setting.required && setting.default === undefined ? missingWords(setting) : null;
  }
  const check = checkSetting(setting, value);
  return check.ok || check.strength !== 'firm' ? null : check.message;
}

/** Required questions without an answer, and answers that cannot stand; in catalogue order. */
export function settingProblems(
  whole: WholeDraft,
): { setting: Setting; message: string; missing: boolean }[] {
  return whole.asked.flatMap((setting) => {
    const value = whole.given[setting.key];
    const message = problemOf(setting, value);
    return message === null ? [] : [{ setting, message, missing: !value }];
  });
}

/** Given answers that may be written to the client's record: those without a problem. */
export function soundSettings(whole: WholeDraft): Record<string, string> {
  return Object.fromEntries(
    whole.asked.flatMap((setting) => {
      const value = whole.given[setting.key];
      return value && problemOf(setting, value) === null ? [[setting.key, value]] : [];
    }),
  );
}

export function missingWords(setting: Setting): string {
  if (setting.kind === 'choice') return `Choose an answer: ${setting.label}`;
  if (setting.kind === 'date') return `Enter a day: ${setting.label}`;
  return `Enter an answer: ${setting.label}`;
}

export function textOf(answers: Answers, field: string): string {
  const value = answers[field];
  return typeof value === 'string' ? value : '';
}

export function listOf(answers: Answers, field: string): string[] {
  const value = answers[field];
  return Array.isArray(value) ? value : [];
}

/** The component a setting or a slot belongs to: the part of its id before the dot. */
export function componentIdOf(qualifiedId: string): string {
  return qualifiedId.slice(0, qualifiedId.indexOf('.'));
}

/** A component's questions that are asked. */
export function askedOf(whole: WholeDraft, componentId: string): Setting[] {
  return whole.asked.filter((setting) => componentIdOf(setting.key) === componentId);
}

/** The answer fields of a component's page. */
export function settingFieldsOf(catalogue: Catalogue, componentId: string): string[] {
  const component = catalogue.components.find(({ id }) => id === componentId);
  return (component?.settings ?? [])
    .filter((setting) => setting.captured === 'wizard')
    .map((setting) => settingField(setting.key));
}

function typedSettings(catalogue: Catalogue, answers: Answers): Record<string, string> {
  const settings = new Map(
    catalogue.components.flatMap((component) => component.settings.map((setting) => [setting.key, setting])),
  );
  return Object.fromEntries(
    Object.entries(answers).flatMap(([field, value]) => {
      const key = settingKeyOf(field);
      if (key === null || typeof value !== 'string') return [];
      const tidy = tidyAnswer(settings.get(key), value);
      return tidy === '' ? [] : [[key, tidy]];
    }),
  );
}

function isPackage(catalogue: Catalogue, id: string, kind: 'tier' | 'pack'): boolean {
  return catalogue.packages.some((candidate) => candidate.id === id && candidate.kind === kind);
}
