import { type Condition, defineComponent, type Slot, type Step } from '@/lib/catalogue/schema';

const keptByUs: Condition = { setting: 'backup.custody', in: ['ours'] };
const keptByClient: Condition = { setting: 'backup.custody', in: ['client'] };

const password = {
  exported: false,
  promptLabel: 'Backup encryption password',
  whereToGet: null,
  required: true,
  level: 'client',
} satisfies Partial<Slot>;

function chooseDiskStep(custody: 'ours' | 'client'): Step {
  const slot = `backup.password-${custody}`;
  return {
    id: `backup.choose-disk-${custody}`,
    title: 'Choose the backup disk, encrypted',
    phase: 'machine',
    where: 'local',
    as: 'admin',
    why: 'A backup that anyone can read is a copy of the client’s data lying about.',
    actions: [
      {
        kind: 'instruction',
        text: 'System Settings → General → Time Machine → Add Backup Disk. Turn Encrypt Backup on.',
      },
      {
        kind: 'secret',
        slot,
        after:
          custody === 'ours'
            ? 'Paste it into Backup Password and Verify. Leave the hint empty.'
            : 'The client chooses it, types it, and keeps it in their vault.',
      },
      { kind: 'command', command: 'tmutil destinationinfo' },
    ],
    expect: {
      text: 'A Name and a Kind.',
      match: { kind: 'regex', value: '^\\s*Name\\s*:.*\\n\\s*Kind\\s*:' },
    },
    ifNot:
      'No disk in the list: connect it, or erase it as APFS in Disk Utility. Ask the client before you erase.',
    estimateMinutes: 7,
    required: true,
    when: [custody === 'ours' ? keptByUs : keptByClient],
    captures: [{ kind: 'slot', slot }],
  };
}

export const backup = defineComponent({
  id: 'backup',
  number: 8,
  name: 'Backup with Time Machine',
  summary: 'An encrypted backup, and a first one that is seen to finish.',
  group: 'machine',
  estimateMinutes: 15,
  bring: [{ by: 'client', what: 'An external disk for Time Machine, to be erased' }],
  settings: [
    {
      key: 'backup.custody',
      label: 'Who keeps the backup password?',
      kind: 'choice',
      choices: [
        { value: 'client', label: 'The client, in their vault' },
        { value: 'ours', label: 'We do, in ours' },
      ],
      required: true,
      default: 'client',
      captured: 'wizard',
    },
  ],
  slots: [
    {
      ...password,
      id: 'backup.password-ours',
      key: 'BACKUP_PASSWORD_OURS',
      name: 'backup encryption password, kept by us',
      description: 'Opens the Time Machine backup. We make it and keep it.',
      tag: 'our-managed',
      class: 'per_install_generated',
      format: {
        pattern: '^[A-Za-z0-9._-]{20,}$',
        strength: 'firm',
        hint: '20 characters or more: letters, digits, dot, - and _',
      },
      generator: { kind: 'random', length: 24, charset: 'safe' },
      when: [keptByUs],
      obtained: 'before-run',
      revoke: 'Hand the password over with the disk, or erase the backup disk.',
    },
    {
      ...password,
      id: 'backup.password-client',
      key: 'BACKUP_PASSWORD_CLIENT',
      name: 'backup encryption password, in the client’s vault',
      description: 'Opens the Time Machine backup. The client chooses it and keeps it.',
      tag: 'client-supplied',
      class: 'user_prompt',
      format: null,
      when: [keptByClient],
      obtained: 'during-run',
      revoke: 'Nothing to do: the client keeps the disk and its password.',
    },
  ],
  steps: [
    chooseDiskStep('ours'),
    chooseDiskStep('client'),
    {
      id: 'backup.first',
      title: 'Make the first backup',
      phase: 'finish',
      where: 'local',
      as: 'admin',
      why: 'A backup counts once it exists.',
      actions: [
        { kind: 'command', command: 'tmutil startbackup --auto' },
        { kind: 'command', command: 'tmutil latestbackup', note: 'After it has finished.' },
      ],
      expect: {
        text: 'A path with today’s date.',
        match: { kind: 'regex', value: '/.*\\d{4}-\\d{2}-\\d{2}' },
      },
      ifNot: '“Failed to mount” or no path: it is still running. `tmutil status` shows how far it is.',
      estimateMinutes: 8,
      required: true,
      dependsOn: ['backup.choose-disk-ours', 'backup.choose-disk-client'],
    },
  ],
  version: 1,
});
