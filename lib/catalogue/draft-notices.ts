import { slotMentions } from '@/lib/catalogue/check-steps';
import type { Catalogue, Component, Setting, Slot } from '@/lib/catalogue/schema';

/**
 * What comes of a draft that is no contradiction but worth knowing before it is published, one sentence each. `after` is
 * the catalogue with the draft in the place of `before`.
 */
export function draftNotices(before: Component, drafted: Component, after: Catalogue): string[] {
  const mentioned = mentionedSlots(after.components);
  const mentionedBefore = mentionedSlots([before]);
  const slots = new Map(before.slots.map((slot) => [slot.id, slot]));
  const settings = new Map(before.settings.map((setting) => [setting.key, setting]));
  return [
    ...drafted.slots
      .filter(({ id, level }) => level === 'client' && !mentioned.has(id))
      .filter(({ id }) => !slots.has(id) || mentionedBefore.has(id))
      .flatMap(unmentioned),
    ...drafted.slots
      .filter((slot) => isNeeded(slot) && !isNeeded(slots.get(slot.id)))
      .map(({ id }) => `Clients who get this component lack slot ${id} until somebody fills it in.`),
    ...drafted.settings
      .filter((setting) => isAsked(setting) && !isAsked(settings.get(setting.key)))
      .map(
        ({ key }) =>
          `Clients who get this component lack an answer to setting ${key} until somebody gives it.`,
      ),
    ...gone([...slots.keys()], new Set(drafted.slots.map(({ id }) => id))).map(
      (id) =>
        `Slot ${id} leaves the lists of all clients. An open run that mentions it shows nothing in its place until it is upgraded. Its id and its key are given to no other slot.`,
    ),
    ...gone([...settings.keys()], new Set(drafted.settings.map(({ key }) => key))).map(
      (key) =>
        `What clients answered to setting ${key} is shown nowhere any more, and goes when somebody saves that client’s settings again.`,
    ),
  ];
}

function mentionedSlots(components: readonly Component[]): Set<string> {
  return new Set(components.flatMap(({ steps }) => steps.flatMap(slotMentions)));
}

function unmentioned({ id, key, exported, spentAfterUse }: Slot): string[] {
  const sentence = `No step mentions slot ${id}: it stands on the clients’ lists, but no run brings it to a machine.`;
  if (!exported || spentAfterUse) return [sentence];
  return [`${sentence} The agent would look for ${key} in the keychain and not find it.`];
}

/** Without it a client is not ready to install. */
function isNeeded(slot: Slot | undefined): boolean {
  return slot?.required === true && slot.obtained === 'before-run' && slot.class !== 'device_sign_in';
}

function isAsked(setting: Setting | undefined): boolean {
  return setting?.required === true && setting.captured === 'wizard' && setting.default === undefined;
}

function gone(ids: readonly string[], kept: ReadonlySet<string>): string[] {
  return ids.filter((id) => !kept.has(id));
}
