import { defineComponent } from '@/lib/catalogue/schema';

export const toolchain = defineComponent({
  id: 'toolchain',
  number: 10,
  name: 'Homebrew, Git and Node',
  summary: 'The tools that the agent and its skills are installed with.',
  group: 'machine',
  estimateMinutes: 10,
  settings: [],
  slots: [],
  steps: [
    {
      id: 'toolchain.homebrew',
      title: 'Install Homebrew',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'Everything else is installed with it. It wants an administrator.',
      actions: [
        {
          kind: 'command',
          command:
            '/bin/bash -c "$(curl -fsSL https://raw.githubusercontent.com/Homebrew/install/HEAD/install.sh)"',
        },
        {
          kind: 'secret',
          slot: 'mac-accounts.admin-password',
          after: 'Paste it when it asks for the password.',
        },
        { kind: 'command', command: 'eval "$(/opt/homebrew/bin/brew shellenv)"' },
        { kind: 'command', command: 'brew --version' },
      ],
      expect: {
        text: '`Homebrew 5` or later.',
        match: { kind: 'regex', value: '^Homebrew ([5-9]|\\d{2,})\\.' },
      },
      ifNot: '“command not found”: run `eval "$(/opt/homebrew/bin/brew shellenv)"` in this window.',
      estimateMinutes: 6,
      required: true,
      dependsOn: ['mac-accounts.admin-password'],
    },
    {
      id: 'toolchain.node',
      title: 'Install Node, Git and jq',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'Agent runtimes ask for Node 24.16 or later.',
      actions: [
        { kind: 'command', command: 'brew install node@24 git jq' },
        { kind: 'command', command: 'node -v' },
      ],
      expect: { text: '`v24.` and more.', match: { kind: 'regex', value: '^v24\\.' } },
      ifNot: 'Link it: `brew link --overwrite node@24`.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['toolchain.homebrew'],
      captures: [{ kind: 'version' }],
    },
  ],
  version: 1,
});
