import { type ConditionFacts, conditionsHold } from '@/lib/catalogue/conditions';
import type { Bring, Component, Setting, SettingValues, Slot } from '@/lib/catalogue/schema';
import { listMissing, type MissingItem } from '@/lib/clients/missing';

const DAY_MILLIS = 86_400_000;
const SOON_DAYS = 7;

/** What is known before anybody drives to the site. No value, and no length of one. */
export interface PreflightFacts {
  /** The components that still have open steps, in catalogue order. */
  components: readonly Component[];
  slots: readonly Slot[];
  settings: readonly Setting[];
  answers: SettingValues;
  stored: ReadonlyMap<string, { expiresAt: Date | null; spentAt: Date | null }>;
  /** Where the client keeps theirs, and when somebody last pasted from there. */
  references: ReadonlyMap<string, { label: string; pastedAt: Date | null }>;
  /** Slots that are on this machine already. */
  placedSlotIds: ReadonlySet<string>;
  now: Date;
}

/** Something without which a step will stop. */
export interface Lacking extends MissingItem {
  componentName: string;
  /** Why a key that was stored does not count. */
  because: 'never there' | 'expired' | 'spent';
}

/** Something that is there, and that somebody should look at before leaving. */
export interface ToCheck {
  slotId: string;
  key: string;
  componentName: string;
  /** `unverified`: nobody ever pasted from this reference. */
  kind: 'unverified' | 'expires-soon';
  /** For whoever works on runs: what the reference is called. */
  label: string | null;
  expiresAt: Date | null;
}

export interface LeadTime {
  componentId: string;
  componentName: string;
  says: string;
  /** The first day it can be there when somebody asks today. */
  notBefore: Date;
}

export interface Preflight {
  lacking: Lacking[];
  toCheck: ToCheck[];
  leadTimes: LeadTime[];
  bring: { us: string[]; client: string[] };
  /** What the client signs in to or pastes on the day, with us beside them. */
  withClient: { slot: Slot; componentName: string }[];
}

/** What is missing, what to check, what takes time and what to bring, for the steps that are still open. */
export function preflightOf(facts: PreflightFacts): Preflight {
  const names = new Map(facts.components.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id.split('.')[0] ?? '') ?? '';
  const slots = facts.slots.filter((slot) => nameOf(slot.id) !== '' && !facts.placedSlotIds.has(slot.id));
  const settings = facts.settings.filter((setting) => nameOf(setting.key) !== '');
  const filled = new Set(
    [...facts.stored.keys(), ...facts.references.keys()].filter((id) => works(facts, id)),
  );
  const lacking = listMissing(slots, settings, { filledSlotIds: filled, answers: facts.answers });
  return {
    lacking: lacking.map((item) => ({
      ...item,
      componentName: nameOf(item.id),
      because: item.kind === 'key' ? (defectOf(facts, item.id) ?? 'never there') : 'never there',
    })),
    toCheck: slots
      .filter((slot) => filled.has(slot.id))
      .flatMap((slot) => checkOf(facts, slot, nameOf(slot.id))),
    leadTimes: facts.components.flatMap((component) => leadTimeOf(facts, component, lacking)),
    bring: bringOf(facts),
    withClient: slots
      .filter((slot) => slot.required && slot.tag === 'client-supplied' && isForTheDay(slot))
      .map((slot) => ({ slot, componentName: nameOf(slot.id) })),
  };
}

/** Nothing stops a step that is open: somebody can drive. */
export function isReady({ lacking }: Pick<Preflight, 'lacking'>): boolean {
  return lacking.length === 0;
}

function isForTheDay(slot: Slot): boolean {
  return slot.obtained === 'during-run' || slot.class === 'device_sign_in';
}

function works(facts: PreflightFacts, slotId: string): boolean {
  return defectOf(facts, slotId) === null;
}

/** A stored value that has run out or was used up elsewhere opens nothing on this machine. */
function defectOf({ stored, now }: PreflightFacts, slotId: string): 'expired' | 'spent' | null {
  const value = stored.get(slotId);
  if (value?.spentAt != null) return 'spent';
  return value?.expiresAt != null && value.expiresAt <= now ? 'expired' : null;
}

function checkOf(facts: PreflightFacts, slot: Slot, componentName: string): ToCheck[] {
  const about = { slotId: slot.id, key: slot.key, componentName };
  const reference = slot.required ? facts.references.get(slot.id) : undefined;
  const expiresAt = facts.stored.get(slot.id)?.expiresAt ?? null;
  const soon = expiresAt !== null && expiresAt.getTime() - facts.now.getTime() < SOON_DAYS * DAY_MILLIS;
  return [
    ...(reference !== undefined && reference.pastedAt === null
      ? [{ ...about, kind: 'unverified' as const, label: reference.label, expiresAt: null }]
      : []),
    ...(soon ? [{ ...about, kind: 'expires-soon' as const, label: null, expiresAt }] : []),
  ];
}

/** A lead time counts while something of its component is missing: what it waits for has not come. */
function leadTimeOf(
  facts: PreflightFacts,
  component: Component,
  lacking: readonly MissingItem[],
): LeadTime[] {
  const { id, name, leadTime, leadTimeDays } = component;
  if (leadTime === undefined || !lacking.some((item) => item.componentId === id)) return [];
  const notBefore = new Date(facts.now.getTime() + (leadTimeDays ?? 0) * DAY_MILLIS);
  return [{ componentId: id, componentName: name, says: leadTime, notBefore }];
}

function bringOf({ components, answers }: PreflightFacts): Preflight['bring'] {
  const conditions: ConditionFacts = {
    componentIds: new Set(components.map(({ id }) => id)),
    settings: answers,
  };
  const all = components.flatMap((component) => component.bring ?? []);
  const by = (who: Bring['by']) => [
    ...new Set(
      all.filter((item) => item.by === who && conditionsHold(item.when, conditions)).map(({ what }) => what),
    ),
  ];
  return { us: by('us'), client: by('client') };
}
