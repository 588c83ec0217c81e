import { type Condition, defineComponent, type Slot, type Step } from '@/lib/catalogue/schema';

const on: Condition = { setting: 'filevault.decision', in: ['A', 'B'] };
const off: Condition = { setting: 'filevault.decision', in: ['C'] };
const keptByUs: Condition = { setting: 'filevault.recovery-custody', in: ['ours'] };
const keptByClient: Condition = { setting: 'filevault.recovery-custody', in: ['client'] };

const recoveryKey = {
  exported: false,
  class: 'user_prompt',
  format: {
    pattern: '^([A-Z0-9]{4}-){5}[A-Z0-9]{4}$',
    strength: 'loose',
    length: 29,
    hint: 'six groups of four capitals or digits, joined by hyphens',
  },
  whereToGet: { label: 'macOS shows it once, when FileVault is turned on' },
  required: true,
  obtained: 'during-run',
  level: 'client',
  promptLabel: 'FileVault recovery key',
} satisfies Partial<Slot>;

function turnOnStep(custody: 'ours' | 'client'): Step {
  const slot = `filevault.recovery-key-${custody}`;
  return {
    id: `filevault.turn-on-${custody}`,
    title: 'Turn FileVault on and keep the recovery key',
    phase: 'machine',
    where: 'local',
    as: 'admin',
    why: 'The disk of a stolen machine stays unreadable. The recovery key is shown once and never again.',
    actions: [
      { kind: 'command', command: 'sudo fdesetup enable' },
      {
        kind: 'secret',
        slot,
        after:
          custody === 'ours'
            ? 'Type or paste the key into the slot before anything else.'
            : 'The client puts the key into their own vault. Then tick the slot.',
      },
      {
        kind: 'command',
        command: "clear && printf '\\e[3J'",
        note: 'Clears the screen and its scroll-back.',
      },
      { kind: 'command', command: 'fdesetup status' },
    ],
    expect: { text: '`FileVault is On.`', match: { kind: 'contains', value: 'FileVault is On.' } },
    ifNot:
      'It is on already: macOS 26 turns it on by itself with an Apple Account. Make a new key with `sudo fdesetup changerecovery -personal`.',
    estimateMinutes: 5,
    required: true,
    dependsOn: ['filevault.state', 'mac-accounts.create-agent', 'mac-accounts.apple-sign-in'],
    when: [on, custody === 'ours' ? keptByUs : keptByClient],
    captures: [{ kind: 'slot', slot }],
  };
}

export const filevault = defineComponent({
  id: 'filevault',
  number: 3,
  name: 'Disk encryption and unattended restart',
  summary: 'One decision on FileVault, and how the machine comes back after a restart.',
  group: 'machine',
  estimateMinutes: 10,
  bring: [
    {
      by: 'us',
      what: 'A second device on the same network, to unlock the Mac over SSH',
      when: [{ setting: 'filevault.decision', in: ['A'] }],
    },
    {
      by: 'client',
      what: 'A UPS for the Mac, against restarts that nobody planned',
      when: [{ setting: 'filevault.decision', in: ['B'] }],
    },
    {
      by: 'client',
      what: 'The written consent to a disk without encryption',
      when: [{ setting: 'filevault.decision', in: ['C'] }],
    },
  ],
  settings: [
    {
      key: 'filevault.decision',
      label: 'How should the disk be protected?',
      hint: 'It decides what happens after a power cut. The answer is printed on the machine record.',
      kind: 'choice',
      choices: [
        {
          value: 'A',
          label: 'A: FileVault on, unlocked by a person or over SSH',
          hint: 'For client data. After a power cut somebody has to unlock it.',
        },
        {
          value: 'B',
          label: 'B: FileVault on, planned restarts unlock themselves',
          hint: 'authrestart for planned restarts, a UPS against the others.',
        },
        {
          value: 'C',
          label: 'C: FileVault off, automatic login',
          hint: 'Only with the client’s written consent, recorded here.',
        },
      ],
      required: true,
      default: 'A',
      captured: 'wizard',
    },
    {
      key: 'filevault.recovery-custody',
      label: 'Who keeps the FileVault recovery key?',
      kind: 'choice',
      choices: [
        { value: 'client', label: 'The client, in their vault' },
        { value: 'ours', label: 'We do, in ours' },
      ],
      required: true,
      default: 'client',
      when: [on],
      captured: 'wizard',
    },
    {
      key: 'filevault.consent-by',
      label: 'Who consented in writing to an unencrypted disk?',
      hint: 'Full name of the person at the client.',
      kind: 'text',
      required: true,
      when: [off],
      captured: 'wizard',
    },
    {
      key: 'filevault.consent-date',
      label: 'When did they consent?',
      kind: 'date',
      required: true,
      when: [off],
      captured: 'wizard',
    },
  ],
  slots: [
    {
      ...recoveryKey,
      id: 'filevault.recovery-key-ours',
      key: 'FILEVAULT_RECOVERY_KEY_OURS',
      name: 'FileVault recovery key, kept by us',
      description: 'Opens the disk when no password does. We keep it.',
      tag: 'our-managed',
      when: [on, keptByUs],
      revoke:
        'Make a new key for the client with `sudo fdesetup changerecovery -personal`, or erase the machine.',
    },
    {
      ...recoveryKey,
      id: 'filevault.recovery-key-client',
      key: 'FILEVAULT_RECOVERY_KEY_CLIENT',
      name: 'FileVault recovery key, in the client’s vault',
      description: 'Opens the disk when no password does. The client keeps it.',
      tag: 'client-supplied',
      when: [on, keptByClient],
      revoke: 'Nothing to do: the client keeps it as long as they keep the machine.',
    },
  ],
  steps: [
    {
      id: 'filevault.state',
      title: 'Read the state of FileVault',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'macOS 26 may have turned it on during set-up.',
      actions: [{ kind: 'command', command: 'fdesetup status' }],
      expect: {
        text: '`FileVault is On.` or `FileVault is Off.`',
        match: { kind: 'contains', value: 'FileVault is O' },
      },
      ifNot: 'Encryption in progress: let it finish, then run it again.',
      estimateMinutes: 1,
      required: true,
    },
    turnOnStep('ours'),
    turnOnStep('client'),
    {
      id: 'filevault.leave-off',
      title: 'Leave FileVault off and log in automatically',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: '{setting:filevault.consent-by} consented in writing on {setting:filevault.consent-date}.',
      actions: [
        {
          kind: 'instruction',
          text: 'If FileVault is on: System Settings → Privacy & Security → FileVault → Turn Off, and wait until the disk is decrypted.',
        },
        {
          kind: 'instruction',
          text: 'System Settings → Users & Groups → Automatically log in as → {agent}.',
        },
        {
          kind: 'secret',
          slot: 'mac-accounts.agent-password',
          after: 'Paste it where macOS asks for it.',
        },
        { kind: 'command', command: 'fdesetup status' },
      ],
      expect: { text: '`FileVault is Off.`', match: { kind: 'contains', value: 'FileVault is Off.' } },
      ifNot: 'Automatic login is greyed out while FileVault is on: turn it off first.',
      estimateMinutes: 5,
      required: true,
      dependsOn: ['filevault.state', 'mac-accounts.create-agent'],
      when: [off],
    },
    {
      id: 'filevault.remote-unlock',
      title: 'Test unlocking over SSH',
      phase: 'access',
      where: 'ssh',
      why: 'After a power cut this is the way in. SSH keys do not work at that moment; the password does.',
      actions: [
        { kind: 'instruction', text: 'Restart the Mac. Do not log in.' },
        {
          kind: 'command',
          command: 'ssh {admin}@{machine}.local',
          note: 'From a second device on the same network.',
        },
        { kind: 'secret', slot: 'mac-accounts.admin-password', after: 'Paste it at the password prompt.' },
      ],
      expect: { text: 'The connection drops once. Then SSH works.' },
      ifNot: 'No second device on the network and no site VPN: note “on-site unlock only” on this step.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['filevault.turn-on-ours', 'filevault.turn-on-client', 'remote-access.remote-login'],
      when: [{ setting: 'filevault.decision', in: ['A'] }],
    },
    {
      id: 'filevault.planned-restart',
      title: 'Test a planned restart',
      phase: 'access',
      where: 'local',
      as: 'admin',
      why: 'Planned restarts come back by themselves, once, without the unlock screen.',
      actions: [
        { kind: 'command', command: 'sudo fdesetup authrestart' },
        { kind: 'secret', slot: 'mac-accounts.admin-password', after: 'Paste it at the password prompt.' },
      ],
      expect: { text: 'The Mac comes back without the unlock screen, once.' },
      ifNot: 'Check that `fdesetup supportsauthrestart` prints `true`. Check that the UPS is connected.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['filevault.turn-on-ours', 'filevault.turn-on-client'],
      when: [{ setting: 'filevault.decision', in: ['B'] }],
    },
  ],
  version: 1,
});
