import type { Catalogue, Setting } from '@/lib/catalogue/schema';
import type { WizardStep } from '@/lib/wizard/schema';

interface Field {
  step: WizardStep;
  label: string;
  kind: 'text' | 'list';
  /** Free text, in which a secret may be pasted by mistake. */
  free: boolean;
}

const text = (step: WizardStep, label: string): Field => ({ step, label, kind: 'text', free: true });
/** One of few values, or a form so narrow that no secret fits it. */
const shaped = (step: WizardStep, label: string): Field => ({ step, label, kind: 'text', free: false });
const list = (step: WizardStep, label: string): Field => ({ step, label, kind: 'list', free: false });

/** Every question that is not a component's setting. */
const FIELDS: Readonly<Record<string, Field>> = {
  name: text('client', 'Client’s name'),
  slug: shaped('client', 'Short name'),
  contactName: text('client', 'Contact person'),
  contactEmail: text('client', 'E-mail'),
  contactPhone: text('client', 'Phone'),
  notes: text('client', 'Notes'),
  retentionDays: text('client', 'Keep values after offboarding'),
  tier: shaped('package', 'Package'),
  packs: list('package', 'Packs'),
  components: list('components', 'Components'),
  acknowledged: list('components', 'Warnings read'),
  machineName: shaped('machine', 'Machine’s name'),
  model: text('machine', 'Model'),
  serial: text('machine', 'Serial number'),
  location: text('machine', 'Location'),
  purchasedOn: text('machine', 'Bought on'),
  warrantyUntil: text('machine', 'Warranty until'),
};

/** Name of the hidden field that says what a form was filled from. */
export const BASE_FIELD = 'base';

/** Questions whose answer is a list of ticks. */
export const LIST_FIELDS: ReadonlySet<string> = new Set(
  Object.keys(FIELDS).filter((name) => FIELDS[name]?.kind === 'list'),
);

const SETTING_PREFIX = 'setting:';

export function settingField(key: string): string {
  return SETTING_PREFIX + key;
}

/** The setting's key, or null when the field is no setting's. */
export function settingKeyOf(field: string): string | null {
  return field.startsWith(SETTING_PREFIX) ? field.slice(SETTING_PREFIX.length) : null;
}

/** The names of a step's own questions; the settings have one page for each component. */
export function fieldsOf(step: WizardStep): string[] {
  return Object.keys(FIELDS).filter((name) => FIELDS[name]?.step === step);
}

/** A question by its field's name; null for a name the wizard does not know. */
export function findField(catalogue: Catalogue, name: string): Field | null {
  if (Object.hasOwn(FIELDS, name)) return FIELDS[name] ?? null;
  const setting = findSetting(catalogue, settingKeyOf(name) ?? '');
  if (setting === null) return null;
  return { step: 'settings', label: setting.label, kind: 'text', free: setting.kind !== 'choice' };
}

/** A setting that the wizard asks; null for one that is unknown or recorded during the run. */
export function findSetting(catalogue: Catalogue, key: string): Setting | null {
  const setting = catalogue.components
    .flatMap((component) => component.settings)
    .find((candidate) => candidate.key === key);
  return setting?.captured === 'wizard' ? setting : null;
}
