import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { adminHistoryStepId, forget, readSecret } from '@/lib/catalogue/secret-steps';

const authKey: Slot = {
  id: 'tailscale.auth-key',
  key: 'TS_AUTHKEY',
  exported: true,
  name: 'Tailscale machine auth key',
  promptLabel: 'Tailscale auth key for this machine',
  description: 'One-off, tagged and pre-approved. It is dead after the machine has joined.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: {
    pattern: '^tskey-auth-[A-Za-z0-9]+-[A-Za-z0-9]+$',
    strength: 'firm',
    hint: 'starts with tskey-auth-',
    lookalikes: [
      { pattern: '^tskey-client-', says: 'a Tailscale OAuth client secret (tskey-client-)' },
      { pattern: '^tskey-api-', says: 'a Tailscale API token (tskey-api-)' },
    ],
    wants: 'the machine auth key (tskey-auth-)',
  },
  whereToGet: {
    label: 'Tailscale admin → Settings → Keys',
    url: 'https://login.tailscale.com/admin/settings/keys',
  },
  required: true,
  obtained: 'before-run',
  level: 'client',
  spentAfterUse: true,
  revoke: 'Remove the device in the Tailscale admin console. The key itself is spent.',
};

const oauthClientSecret: Slot = {
  id: 'tailscale.oauth-client-secret',
  key: 'TS_OAUTH_CLIENT_SECRET',
  exported: false,
  name: 'Tailscale OAuth client secret',
  promptLabel: 'Tailscale OAuth client secret of our organisation',
  description: 'Mints the auth keys. Belongs to the organisation and never reaches a machine or a runbook.',
  tag: 'our-managed',
  class: 'infrastructure',
  format: {
    pattern: '^tskey-client-[A-Za-z0-9]+-[A-Za-z0-9]+$',
    strength: 'firm',
    hint: 'starts with tskey-client-',
    lookalikes: [{ pattern: '^tskey-auth-', says: 'a machine auth key (tskey-auth-)' }],
    wants: 'the OAuth client secret (tskey-client-)',
  },
  whereToGet: {
    label: 'Tailscale admin → Settings → OAuth clients',
    url: 'https://login.tailscale.com/admin/settings/oauth',
  },
  required: false,
  obtained: 'before-run',
  level: 'organisation',
  revoke: 'Stays in force when a client leaves.',
};

export const tailscale = defineComponent({
  id: 'tailscale',
  number: 6,
  name: 'Tailscale',
  summary: 'Remote-in from anywhere, as a system service that starts at boot.',
  group: 'machine',
  estimateMinutes: 10,
  requires: ['toolchain'],
  settings: [],
  slots: [authKey, oauthClientSecret],
  steps: [
    {
      id: 'tailscale.install',
      title: 'Install Tailscale as a system service',
      phase: 'access',
      where: 'local',
      as: 'admin',
      why: 'The system service runs at boot, before anybody logs in. The app store version does not.',
      actions: [
        {
          kind: 'command',
          command: 'brew install tailscale && sudo "$(brew --prefix)/bin/tailscaled" install-system-daemon',
        },
        { kind: 'command', command: 'sudo launchctl list | grep tailscaled' },
      ],
      expect: {
        text: 'One line with `tailscaled`.',
        match: { kind: 'regex', value: '^[-\\d]+\\s.*tailscaled' },
      },
      ifNot: 'Remove the app store version first: it has no place on a headless Mac.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['toolchain.homebrew'],
      captures: [{ kind: 'version' }],
    },
    {
      id: 'tailscale.join',
      title: 'Join the network',
      phase: 'access',
      where: 'local',
      as: 'admin',
      why: 'From here on the machine is reachable without opening the client’s router.',
      actions: [
        ...readSecret(authKey),
        { kind: 'command', command: ' sudo tailscale up --auth-key="$TS_AUTHKEY" --hostname={machine}' },
        forget(authKey.key),
        { kind: 'command', command: 'tailscale status' },
      ],
      expect: { text: 'A line with `{machine}`.', match: { kind: 'contains', value: '{machine}' } },
      ifNot:
        '“invalid key”: the one-off key was used already. Mint another. To keep the key out of the process list, put it into a 0600 file and use `--auth-key=file:…`.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['tailscale.install', adminHistoryStepId],
      captures: [
        { kind: 'slot', slot: 'tailscale.auth-key' },
        { kind: 'machine-field', field: 'tailscaleName' },
      ],
    },
    {
      id: 'tailscale.record',
      title: 'Record the Tailscale address',
      phase: 'access',
      where: 'local',
      as: 'admin',
      why: 'Support reaches the machine by it. The auth key counts as spent from now on.',
      actions: [{ kind: 'command', command: 'tailscale ip -4' }],
      expect: {
        text: '`100.x.y.z`',
        match: { kind: 'regex', value: '^100\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}$' },
      },
      ifNot: 'Run `tailscale status`: it says whether the machine waits for approval.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['tailscale.join'],
      captures: [{ kind: 'machine-field', field: 'tailscaleIp' }],
    },
  ],
  version: 1,
});
