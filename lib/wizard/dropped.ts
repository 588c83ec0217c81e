import { explainAbsence } from '@/lib/catalogue/because';
import { conditionsHold, resolveSettings } from '@/lib/catalogue/conditions';
import type { Catalogue, Setting, SettingValues } from '@/lib/catalogue/schema';
import { componentIdOf } from '@/lib/wizard/whole-draft';

interface Scope {
  catalogue: Catalogue;
  componentIds: readonly string[];
  settings: SettingValues;
}

/** "“When did they consent?”, because “How should the disk be protected?” is now “A: …”". */
export function droppedSettingWords(scope: Scope, key: string): string {
  const setting = scope.catalogue.components
    .flatMap((component) => component.settings)
    .find((candidate) => candidate.key === key);
  if (setting === undefined) return key;
  return withReason(`“${setting.label}”`, absenceOfSetting(scope, setting));
}

/** "MLS Grid token reference, because “Which MLS feed?” is now “Bridge”". */
export function droppedSlotWords(scope: Scope, slotId: string, what: 'reference' | 'value'): string {
  const slot = scope.catalogue.components
    .flatMap((component) => component.slots)
    .find((candidate) => candidate.id === slotId);
  const reason = explainAbsence(scope.catalogue, slotId, scope.componentIds, scope.settings);
  return withReason(`${slot?.name ?? slotId} ${what}`, reason);
}

function absenceOfSetting(scope: Scope, setting: Setting): string | null {
  const { catalogue, componentIds, settings } = scope;
  const component = catalogue.components.find(({ id }) => id === componentIdOf(setting.key));
  if (component === undefined || !componentIds.includes(component.id)) {
    return `${component?.name ?? 'Its component'} is not in this client’s scope.`;
  }
  const { facts } = resolveSettings(catalogue, componentIds, settings);
  const failing = (setting.when ?? []).find((condition) => !conditionsHold([condition], facts));
  if (failing === undefined) return null;
  if ('component' in failing) return 'a component it needs is not in scope.';
  const decisive = catalogue.components
    .flatMap((candidate) => candidate.settings)
    .find(({ key }) => key === failing.setting);
  const answer = facts.settings[failing.setting];
  const label = decisive?.choices?.find(({ value }) => value === answer)?.label ?? answer;
  return `“${decisive?.label}” is ${label === undefined ? 'not answered' : `answered “${label}”`}.`;
}

function withReason(what: string, reason: string | null): string {
  if (reason === null) return what;
  const now = reason
    .replace(/\.$/, '')
    .replace(' is answered “', ' is now “')
    .replace(' is not in this client’s scope', ' is no longer installed');
  return `${what}, because ${now}`;
}
