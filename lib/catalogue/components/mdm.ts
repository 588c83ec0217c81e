import { defineComponent } from '@/lib/catalogue/schema';

export const mdm = defineComponent({
  id: 'mdm',
  number: 9,
  name: 'Device management',
  summary: 'Enrols the machine, so that policies and FileVault escrow come from one place.',
  group: 'machine',
  estimateMinutes: 15,
  bring: [{ by: 'us', what: 'The link to the enrolment profile' }],
  settings: [],
  slots: [],
  steps: [
    {
      id: 'mdm.enrol',
      title: 'Enrol the machine',
      phase: 'access',
      where: 'local',
      as: 'admin',
      why: 'Screen Sharing and the escrow of the recovery key can come from management then.',
      actions: [
        { kind: 'instruction', text: 'Open the enrolment link in Safari and download the profile.' },
        { kind: 'instruction', text: 'Approve it: System Settings → General → Device Management.' },
        { kind: 'command', command: 'profiles status -type enrollment' },
      ],
      expect: {
        text: '`MDM enrollment: Yes`',
        match: { kind: 'contains', value: 'MDM enrollment: Yes' },
      },
      ifNot: 'Enrol from the link again, and approve the profile in System Settings.',
      estimateMinutes: 15,
      required: true,
      dependsOn: ['mac-accounts.admin-password'],
    },
  ],
  version: 1,
});
