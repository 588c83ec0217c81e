import { conditionsHold, pickComponents, resolveSettings } from '@/lib/catalogue/conditions';
import type { Phase } from '@/lib/catalogue/phases';
import type { Action, Catalogue, SettingValues, Slot } from '@/lib/catalogue/schema';
import { type StepInScope, slotsInScope } from '@/lib/catalogue/scope';

/** A step that undoes, with what is over once it is done. */
export interface MirrorStep extends StepInScope {
  /** Made of a slot's own words, which are no templates: braces in them stay as they are. */
  literal?: true;
  /** Ids of slots whose value does not work any more, on whichever machine. */
  revokes?: string[];
  /** Ids of slots whose value is not on this machine any more. */
  removes?: string[];
  /** Done once the client is offboarded. */
  offboards?: true;
}

type Draft = Omit<MirrorStep, 'phase' | 'dependsOn' | 'id'> & { id: string };

const machinePasswords = ['mac-accounts.admin-password', 'mac-accounts.agent-password'];

/** The step of a hand-over by which the client gets the report of the installation. */
export const handOverReportStepId = 'hand-over.report';

/** The steps that hand a finished machine over to its owner, in order, each resting on the one before. */
export function handOverSteps(
  catalogue: Catalogue,
  componentIds: readonly string[],
  settings: SettingValues,
): MirrorStep[] {
  const { facts } = resolveSettings(catalogue, componentIds, settings);
  const present = new Set(slotsInScope(catalogue, componentIds, settings).map(({ id }) => id));
  const drafts = handOverDrafts.filter((draft) => conditionsHold(draft.when, facts));
  return drafts.map(({ revokes, ...draft }, at) => {
    const ended = (revokes ?? []).filter((id) => present.has(id));
    const before = drafts[at - 1];
    return {
      ...draft,
      id: `hand-over.${draft.id}`,
      phase: draft.id === 'report' ? 'finish' : 'access',
      dependsOn: before === undefined ? [] : [`hand-over.${before.id}`],
      ...(ended.length === 0 ? {} : { revokes: ended }),
    };
  });
}

const handOverDrafts: readonly Draft[] = [
  {
    id: 'rotate-passwords',
    componentId: 'mac-accounts',
    title: 'Give the machine new passwords',
    where: 'local',
    as: 'admin',
    why: 'What we know, we could still use.',
    actions: [
      {
        kind: 'instruction',
        text: 'The client sets a new password for {admin} and for {agent}: System Settings → Users & Groups.',
      },
    ],
    expect: { text: 'The client logs in with the new passwords. Ours are refused.' },
    ifNot: 'The login keychain of {agent} still asks for the old one: let the client enter it once more.',
    estimateMinutes: 5,
    required: true,
    revokes: machinePasswords,
  },
  {
    id: 'remove-ssh-key',
    componentId: 'mac-accounts',
    title: 'Remove our SSH key',
    where: 'local',
    as: 'admin',
    why: 'From now on nobody of us logs in.',
    actions: [
      {
        kind: 'instruction',
        text: 'Open ~/.ssh/authorized_keys in an editor and delete the line with our key.',
      },
      { kind: 'command', command: 'ssh {admin}@{machine} true; echo $?', note: 'From your own computer.' },
    ],
    expect: { text: 'Not `0`: the connection is refused.', match: { kind: 'regex', value: '^255$' } },
    ifNot: '`0`: another copy of the key is in the file, or in another user’s.',
    estimateMinutes: 2,
    required: true,
  },
  {
    id: 'leave-tailscale',
    componentId: 'tailscale',
    title: 'Leave Tailscale',
    where: 'local',
    as: 'admin',
    why: 'It ends our remote-in.',
    actions: [{ kind: 'command', command: 'sudo tailscale logout' }],
    expect: { text: 'No output. The machine leaves the list in the admin console.' },
    ifNot: 'Remove the device in the Tailscale admin console.',
    estimateMinutes: 1,
    required: true,
    when: [{ component: 'tailscale', inScope: true }],
    revokes: ['tailscale.auth-key'],
  },
  {
    id: 'report',
    componentId: 'mac-identity',
    title: 'Hand over the verification report',
    where: 'browser',
    why: 'It says which component runs in which version, which check passed, by whom and when.',
    actions: [
      {
        kind: 'instruction',
        text: 'Print the report of the install run and give it to the client.',
      },
    ],
    expect: { text: 'The client has the report.' },
    ifNot: 'Open steps are listed in it: close them first.',
    estimateMinutes: 3,
    required: true,
  },
];

/** Ours, and in force for other clients: leaving the machine is all that happens to it. */
const serveOthers: readonly string[] = ['followupboss.system-key'];

/**
 * The offboarding run of one machine, in its fixed order: our minted keys first, then what else is ours, then what
 * the client revokes, then the machine, and last our own store. Nobody waits for the client before the machine is
 * cleared; the last step waits for all. `inForce` says of a slot whether there is anything to revoke.
 */
export function offboardingSteps(
  catalogue: Catalogue,
  componentIds: readonly string[],
  settings: SettingValues,
  inForce: (slot: Slot) => boolean = () => true,
): MirrorStep[] {
  const slots = slotsInScope(catalogue, componentIds, settings);
  const { facts } = resolveSettings(catalogue, componentIds, settings);
  const of = (ids: readonly string[]) =>
    slots.filter(
      (slot) => ids.includes(componentOf(slot)) && !serveOthers.includes(slot.id) && inForce(slot),
    );
  const theirs = pickComponents(catalogue, componentIds)
    .filter(({ id, group }) => group === 'integration' || id === 'claude-code')
    .flatMap(({ id }) => of([id]));
  const ours = [
    ...of(['openrouter']).map((slot) => revokeDraft(slot, 'disable')),
    ...of(['tailscale', 'skills', 'web-search', 'heartbeat']).map((slot) => revokeDraft(slot, 'revoke')),
  ];
  const clients = theirs.map((slot) =>
    revokeDraft(slot, slot.tag === 'our-managed' ? 'revoke' : 'client-revokes'),
  );
  const machine = [
    ...deleteDrafts(slots),
    ...launchAgentDrafts(new Set(componentIds)),
    ...(facts.settings['mac-accounts.apple-account'] === 'apple' ? [iCloudDraft] : []),
  ];
  return [
    ...placed(ours, 'access', () => []),
    ...placed(clients, 'integrations', () => []),
    ...placed(machine, 'finish', (at) => idsOf(at === 0 ? ours : machine.slice(at - 1, at))),
    ...placed([purgeDraft], 'finish', () => idsOf([...ours, ...clients, ...machine])),
  ];
}

/** The titles of every step that a hand-over or an offboarding may have, by step id. */
export function mirrorTitles(catalogue: Catalogue): Map<string, string> {
  const slots = catalogue.components.flatMap((component) => component.slots);
  const drafts = [
    ...slots.flatMap((slot) => revocations.map((act) => revokeDraft(slot, act))),
    ...deleteDrafts(slots),
    ...launchAgentDrafts(new Set(catalogue.components.map(({ id }) => id))),
    ...[iCloudDraft, purgeDraft],
  ];
  return new Map([
    ...handOverDrafts.map(({ id, title }) => [`hand-over.${id}`, title] as const),
    ...drafts.map(({ id, title }) => [`offboarding.${id}`, title] as const),
  ]);
}

function placed(drafts: readonly Draft[], phase: Phase, rest: (at: number) => string[]): MirrorStep[] {
  return drafts.map((draft, at) => ({
    ...draft,
    id: `offboarding.${draft.id}`,
    phase,
    dependsOn: rest(at),
  }));
}

const idsOf = (drafts: readonly Draft[]) => drafts.map(({ id }) => `offboarding.${id}`);

function componentOf(slot: Slot): string {
  return slot.id.split('.')[0] ?? '';
}

function idOf(act: string, slot: Slot): string {
  return `${act}-${slot.key.toLowerCase().replaceAll('_', '-')}`;
}

const revocations = ['disable', 'revoke', 'client-revokes'] as const;

function revokeDraft(slot: Slot, act: (typeof revocations)[number]): Draft {
  const byClient = act === 'client-revokes';
  return {
    id: idOf(act, slot),
    componentId: componentOf(slot),
    title: byClient ? `Let the client revoke the ${slot.name}` : `Revoke the ${slot.name}`,
    where: 'browser',
    why: byClient ? 'It is theirs: only they can end it.' : 'A value that still works is not gone.',
    actions: [{ kind: 'instruction', text: slot.revoke }],
    expect: { text: `${slot.key} does not work any more.` },
    ifNot: byClient
      ? 'Mark blocked, waiting for the client.'
      : 'Revoke it by hand in the vendor’s console, and note the time.',
    estimateMinutes: 2,
    required: true,
    literal: true,
    revokes: [slot.id],
  };
}

function deleteDrafts(slots: readonly Slot[]): Draft[] {
  const kept = slots.filter((slot) => slot.exported && !slot.spentAfterUse);
  if (kept.length === 0) return [];
  const actions: Action[] = kept.map(({ key }) => ({
    kind: 'command',
    command: `security delete-generic-password -s "{client}.${key}"`,
  }));
  return [
    {
      id: 'delete-keychain-items',
      componentId: 'mac-accounts',
      title: 'Delete the values from the keychain',
      where: 'local',
      as: 'agent',
      why: 'Nothing of the agent stays on the machine.',
      actions,
      expect: { text: '`password has been deleted.` for each line.' },
      ifNot: '“could not be found”: it is gone already. Keychain locked: do it in Screen Sharing.',
      estimateMinutes: 3,
      required: true,
      removes: kept.map(({ id }) => id),
    },
  ];
}

function launchAgentDrafts(componentIds: ReadonlySet<string>): Draft[] {
  const services = [
    { componentId: 'agent-runtime', label: 'com.{us}.agent' },
    { componentId: 'heartbeat', label: 'com.{us}.heartbeat' },
  ].filter(({ componentId }) => componentIds.has(componentId));
  const [first] = services;
  if (first === undefined) return [];
  return [
    {
      id: 'remove-launch-agents',
      componentId: first.componentId,
      title: 'Stop and remove the services',
      where: 'local',
      as: 'agent',
      why: 'Nothing of ours starts again.',
      actions: services.flatMap(({ label }): Action[] => [
        { kind: 'command', command: `launchctl bootout gui/$(id -u)/${label}` },
        { kind: 'command', command: `rm ~/Library/LaunchAgents/${label}.plist` },
      ]),
      expect: { text: '`launchctl list | grep {us}` prints nothing.' },
      ifNot: '“No such process”: it was not running. Remove the file all the same.',
      estimateMinutes: 2,
      required: true,
    },
  ];
}

const iCloudDraft: Draft = {
  id: 'sign-out-icloud',
  componentId: 'mac-accounts',
  title: 'Sign out of iCloud before erasing',
  where: 'local',
  why: 'Activation Lock would keep the erased machine locked to the old account.',
  actions: [{ kind: 'instruction', text: 'The client signs out: System Settings → their name → Sign Out.' }],
  expect: { text: '“Sign in with your Apple Account” shows at the top of System Settings.' },
  ifNot: 'The client needs their password. Do not erase the machine before.',
  estimateMinutes: 3,
  required: true,
  removes: ['mac-accounts.apple-account'],
};

const purgeDraft: Draft = {
  id: 'purge',
  componentId: 'mac-identity',
  title: 'Purge the values stored with us',
  where: 'browser',
  why: 'Values go after the agreed days. Metadata and the audit log stay.',
  actions: [
    { kind: 'instruction', text: 'Offboard the client on the board. The purge runs by itself on its day.' },
  ],
  expect: { text: 'The record says when the purge is due.' },
  ifNot: 'Sooner than agreed: an admin can purge early.',
  estimateMinutes: 1,
  required: true,
  offboards: true,
};
