import { conditionsHold, resolveSettings } from '@/lib/catalogue/conditions';
import type { Catalogue, Condition, Setting, SettingValues, Step } from '@/lib/catalogue/schema';
import type { ComponentInScope } from '@/lib/catalogue/scope';

/**
 * Why a step or slot is on the page: the reason of its component, and the answers it hangs on.
 * "MLS listings is in the Real estate pack, and “Which MLS feed?” is answered “Trestle”."
 */
export function explainPresence(
  catalogue: Catalogue,
  component: ComponentInScope,
  item: Pick<Step, 'when'>,
): string {
  const conditions = (item.when ?? []).map((condition) => holdsWords(catalogue, condition));
  return [component.because.replace(/\.$/, ''), ...conditions].join(', and ').concat('.');
}

/** Why a step or slot of the catalogue is not on the page; null when it belongs there, or is unknown. */
export function explainAbsence(
  catalogue: Catalogue,
  itemId: string,
  componentIds: Iterable<string>,
  settings: SettingValues,
): string | null {
  const ids = new Set(componentIds);
  const component = catalogue.components.find((candidate) => itemId.startsWith(`${candidate.id}.`));
  const item = [...(component?.steps ?? []), ...(component?.slots ?? [])].find(({ id }) => id === itemId);
  if (!component || !item) return null;
  if (!ids.has(component.id)) return `${component.name} is not in this client’s scope.`;
  if ('level' in item && item.level === 'organisation')
    return 'It belongs to the organisation and never reaches a machine.';
  const { facts } = resolveSettings(catalogue, ids, settings);
  const failing = (item.when ?? []).find((condition) => !conditionsHold([condition], facts));
  if (!failing) return null;
  if ('component' in failing)
    return `${componentName(catalogue, failing.component)} is not in this client’s scope.`;
  const setting = findSetting(catalogue, failing.setting);
  const answer = facts.settings[failing.setting];
  return answer === undefined
    ? `“${setting?.label}” is not asked, or has no answer yet.`
    : `“${setting?.label}” is answered “${choiceLabel(setting, answer)}”.`;
}

function holdsWords(catalogue: Catalogue, condition: Condition): string {
  if ('component' in condition) return `${componentName(catalogue, condition.component)} is in scope`;
  const setting = findSetting(catalogue, condition.setting);
  const labels = condition.in.map((value) => `“${choiceLabel(setting, value)}”`);
  return `“${setting?.label}” is answered ${labels.join(' or ')}`;
}

function findSetting(catalogue: Catalogue, key: string): Setting | undefined {
  return catalogue.components
    .flatMap((component) => component.settings)
    .find((setting) => setting.key === key);
}

function choiceLabel(setting: Setting | undefined, value: string): string {
  return setting?.choices?.find((choice) => choice.value === value)?.label ?? value;
}

function componentName(catalogue: Catalogue, id: string): string {
  return catalogue.components.find((component) => component.id === id)?.name ?? id;
}
