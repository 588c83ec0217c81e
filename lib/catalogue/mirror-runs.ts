import { pickComponents } from '@/lib/catalogue/conditions';
import type { Action, Catalogue, SettingValues, Slot, Step } from '@/lib/catalogue/schema';
import { effectiveSettings, type StepInScope, slotsInScope } from '@/lib/catalogue/scope';

/** The steps that hand a finished machine over to its owner, in order. */
export function handOverSteps(): Step[] {
  return inOrder('hand-over', [
    {
      id: 'rotate-passwords',
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
    },
    {
      id: 'remove-ssh-key',
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
    },
    {
      id: 'report',
      title: 'Hand over the verification report',
      where: 'browser',
      why: 'It says which component runs in which version, which check passed, by whom and when.',
      actions: [{ kind: 'instruction', text: 'Print the report of the run and give it to the client.' }],
      expect: { text: 'The client has the report.' },
      ifNot: 'Open steps are listed in it: close them first.',
      estimateMinutes: 3,
      required: true,
    },
  ]);
}

type Draft = Omit<Step, 'phase' | 'dependsOn'>;

function inOrder(run: string, drafts: Draft[]): Step[] {
  return drafts.map((draft, at) => {
    const before = drafts[at - 1];
    return {
      ...draft,
      id: `${run}.${draft.id}`,
      phase: 'finish',
      dependsOn: before ? [`${run}.${before.id}`] : [],
    };
  });
}

/**
 * The offboarding run of one machine, in its fixed order: our minted keys first, then what else is ours, then what
 * the client revokes, then the machine, and last our own store.
 */
export function offboardingSteps(
  catalogue: Catalogue,
  componentIds: readonly string[],
  settings: SettingValues,
): StepInScope[] {
  const slots = slotsInScope(catalogue, componentIds, settings);
  const answers = effectiveSettings(catalogue, componentIds, settings);
  const picked = pickComponents(catalogue, componentIds);
  const of = (ids: string[]) => slots.filter((slot) => ids.includes(componentOf(slot)));
  const ours = of(['tailscale', 'skills', 'web-search', 'heartbeat']);
  const clients = picked.filter(({ group }) => group === 'integration').flatMap(({ id }) => of([id]));
  const drafts = [
    ...of(['openrouter']).map((slot) => revokeDraft(slot, 'disable')),
    ...ours.map((slot) => revokeDraft(slot, 'revoke')),
    ...clients.map((slot) => revokeDraft(slot, slot.tag === 'our-managed' ? 'revoke' : 'client-revokes')),
    ...deleteDrafts(slots),
    ...launchAgentDrafts(new Set(componentIds)),
    ...(answers['mac-accounts.apple-account'] === 'apple' ? [iCloudDraft] : []),
    purgeDraft,
  ];
  return inOrder('offboarding', drafts).map((step) => ({ ...step, componentId: 'mac-identity' }));
}

function componentOf(slot: Slot): string {
  return slot.id.split('.')[0] ?? '';
}

function idOf(act: string, slot: Slot): string {
  return `${act}-${slot.key.toLowerCase().replaceAll('_', '-')}`;
}

function revokeDraft(slot: Slot, act: 'disable' | 'revoke' | 'client-revokes'): Draft {
  const byClient = act === 'client-revokes';
  return {
    id: idOf(act, slot),
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
  };
}

function deleteDrafts(slots: readonly Slot[]): Draft[] {
  const actions: Action[] = slots
    .filter((slot) => slot.exported && !slot.spentAfterUse)
    .map((slot) => ({
      kind: 'command',
      command: `security delete-generic-password -s "{client}.${slot.key}"`,
    }));
  if (actions.length === 0) return [];
  return [
    {
      id: 'delete-keychain-items',
      title: 'Delete the values from the keychain',
      where: 'local',
      as: 'agent',
      why: 'Nothing of the agent stays on the machine.',
      actions,
      expect: { text: '`password has been deleted.` for each line.' },
      ifNot: '“could not be found”: it is gone already. Keychain locked: do it in Screen Sharing.',
      estimateMinutes: 3,
      required: true,
    },
  ];
}

function launchAgentDrafts(componentIds: ReadonlySet<string>): Draft[] {
  const labels = [
    ...(componentIds.has('agent-runtime') ? ['com.{us}.agent'] : []),
    ...(componentIds.has('heartbeat') ? ['com.{us}.heartbeat'] : []),
  ];
  if (labels.length === 0) return [];
  return [
    {
      id: 'remove-launch-agents',
      title: 'Stop and remove the services',
      where: 'local',
      as: 'agent',
      why: 'Nothing of ours starts again.',
      actions: labels.flatMap((label): Action[] => [
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
  title: 'Sign out of iCloud before erasing',
  where: 'local',
  why: 'Activation Lock would keep the erased machine locked to the old account.',
  actions: [{ kind: 'instruction', text: 'The client signs out: System Settings → their name → Sign Out.' }],
  expect: { text: '“Sign in with your Apple Account” shows at the top of System Settings.' },
  ifNot: 'The client needs their password. Do not erase the machine before.',
  estimateMinutes: 3,
  required: true,
};

const purgeDraft: Draft = {
  id: 'purge',
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
};
