import { defineComponent } from '@/lib/catalogue/schema';
import { adminHistoryStepId, privateHistoryStep } from '@/lib/catalogue/secret-steps';

export const macIdentity = defineComponent({
  id: 'mac-identity',
  number: 1,
  name: 'Machine record',
  summary: 'What machine this is: model, serial, macOS, name and network.',
  group: 'machine',
  estimateMinutes: 5,
  bring: [
    { by: 'us', what: 'A network cable that reaches: Wi-Fi is a noted exception' },
    { by: 'us', what: 'A display, a keyboard and a mouse that work without pairing' },
    { by: 'client', what: 'The receipt of the Mac, for its purchase date and the end of its warranty' },
  ],
  settings: [],
  slots: [],
  steps: [
    privateHistoryStep({
      id: adminHistoryStepId,
      title: 'Keep secrets out of the shell history',
      phase: 'machine',
      as: 'admin',
      dependsOn: [],
    }),
    {
      id: 'mac-identity.read-model',
      title: 'Read the model and the serial number',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'The serial number ties this record to the machine on the desk.',
      actions: [
        {
          kind: 'command',
          command: "system_profiler SPHardwareDataType | grep -E 'Model Identifier|Chip|Serial Number'",
        },
      ],
      expect: {
        text: 'Three lines: Model Identifier, Chip, Serial Number. Copy them into the record.',
        match: { kind: 'regex', value: 'Model Identifier: .+\\n.*Chip: .+\\n.*Serial Number.*: .+' },
      },
      ifNot: 'Read them under Apple menu → About This Mac → More Info.',
      estimateMinutes: 1,
      required: true,
      captures: [
        { kind: 'machine-field', field: 'model' },
        { kind: 'machine-field', field: 'chip' },
        { kind: 'machine-field', field: 'serial' },
      ],
    },
    {
      id: 'mac-identity.read-macos',
      title: 'Read the macOS version',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'Unlocking over SSH after a restart needs macOS 26.',
      actions: [{ kind: 'command', command: 'sw_vers' }],
      expect: {
        text: '`ProductVersion: 26.x` or later.',
        match: { kind: 'regex', value: 'ProductVersion:\\s+(2[6-9]|[3-9]\\d)\\b' },
      },
      ifNot: 'Plan an upgrade first.',
      estimateMinutes: 1,
      required: true,
      captures: [{ kind: 'machine-field', field: 'macosBuild' }],
    },
    {
      id: 'mac-identity.name',
      title: 'Name the machine',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'Other steps reach it by this name.',
      actions: [
        {
          kind: 'command',
          command:
            'sudo scutil --set ComputerName "{machine}" && sudo scutil --set LocalHostName "{machine}"',
        },
        { kind: 'command', command: 'scutil --get LocalHostName' },
      ],
      expect: { text: '`{machine}`', match: { kind: 'exact', value: '{machine}' } },
      ifNot: 'Use letters, digits and hyphens only.',
      estimateMinutes: 1,
      required: true,
      captures: [{ kind: 'machine-field', field: 'hostname' }],
    },
    {
      id: 'mac-identity.network',
      title: 'Check the wired network',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'An unattended machine belongs on a cable.',
      actions: [
        { kind: 'command', command: 'networksetup -getinfo Ethernet' },
        { kind: 'instruction', text: 'Copy the Ethernet Address into the record as the MAC address.' },
      ],
      expect: {
        text: 'An `IP address:` line with an address.',
        match: { kind: 'regex', value: 'IP address: \\d+\\.\\d+\\.\\d+\\.\\d+' },
      },
      ifNot: 'Check the cable. Wi-Fi is an exception: say so in a note on this step.',
      estimateMinutes: 1,
      required: true,
      captures: [{ kind: 'machine-field', field: 'macAddress' }],
    },
  ],
  version: 1,
});
