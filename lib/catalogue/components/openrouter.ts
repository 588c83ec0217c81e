import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const keyFormat: NonNullable<Slot['format']> = {
  pattern: '^sk-or-v1-[0-9a-f]{64}$',
  strength: 'firm',
  length: 73,
  hint: 'starts with sk-or-v1-, 73 characters',
  lookalikes: [
    { pattern: '^sk-ant-', says: 'an Anthropic key (sk-ant-)' },
    { pattern: '^sk-proj-', says: 'an OpenAI key (sk-proj-)' },
    { pattern: '^[0-9a-f]{64}$', says: 'the hash of a key (64 hex digits)' },
  ],
  wants: 'an OpenRouter key (sk-or-v1-)',
};

const apiKey: Slot = {
  id: 'openrouter.api-key',
  key: 'OPENROUTER_API_KEY',
  exported: true,
  name: 'OpenRouter key',
  promptLabel: 'OpenRouter key of this client',
  description:
    'The client’s own key, with its own limit. Minted by us, and named after the client and the machine.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: keyFormat,
  whereToGet: { label: 'OpenRouter → Settings → Keys', url: 'https://openrouter.ai/settings/keys' },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke:
    'Disable the key first (PATCH /keys/{hash}, disabled: true), then DELETE /keys/{hash}. Expect deleted: true.',
};

const managementKey: Slot = {
  id: 'openrouter.management-key',
  key: 'OPENROUTER_MANAGEMENT_KEY',
  exported: false,
  name: 'OpenRouter management key',
  promptLabel: 'OpenRouter management key of our organisation',
  description:
    'Mints and revokes the clients’ keys. It cannot call models, and never reaches a machine or a runbook.',
  tag: 'our-managed',
  class: 'infrastructure',
  format: keyFormat,
  whereToGet: {
    label: 'OpenRouter → Settings → Management keys',
    url: 'https://openrouter.ai/settings/management-keys',
  },
  required: false,
  obtained: 'before-run',
  level: 'organisation',
  revoke: 'Stays in force when a client leaves.',
};

export const openrouter = defineComponent({
  id: 'openrouter',
  number: 12,
  name: 'OpenRouter',
  summary: 'Models for the agent, on a key with a limit of its own.',
  group: 'agent',
  estimateMinutes: 5,
  requires: ['toolchain'],
  settings: [
    {
      key: 'openrouter.key-hash',
      label: 'OpenRouter key hash',
      hint: 'data.hash in the answer when the key is made. Needed to suspend or delete the key. It is no secret.',
      kind: 'text',
      format: {
        pattern: '^[0-9a-f]{64}$',
        strength: 'firm',
        length: 64,
        hint: '64 characters, 0-9 and a-f',
        lookalikes: [{ pattern: '^sk-or-v1-', says: 'the key itself. Do not put it here' }],
        wants: 'the hash of the key',
      },
      required: false,
      captured: 'wizard',
    },
  ],
  slots: [apiKey, managementKey],
  steps: [
    storeSecretStep(apiKey, {
      phase: 'agent',
      why: 'The agent talks to models through the client’s own key.',
    }),
    {
      id: 'openrouter.verify',
      title: 'Check that it is this client’s key',
      phase: 'agent',
      where: 'local',
      as: 'agent',
      why: 'A key of another client works just as well, and spends their money.',
      actions: [
        commandWithSecrets(
          ' curl -s https://openrouter.ai/api/v1/key -H "Authorization: Bearer $OPENROUTER_API_KEY" | jq -c \'.data | [.label, .limit, .limit_remaining, .is_management_key]\'',
          [apiKey.key],
        ),
      ],
      expect: {
        text: 'One line such as `["sk-or-v1-0e6...1c96",50,50,false]`: the label is the masked label on this page, the limit is the package’s, the last word is `false`.',
        match: { kind: 'regex', value: '^\\["sk-or-v1-[^"]*",[^,]+,[^,]+,false\\]$' },
      },
      ifNot:
        '401: the key is disabled or deleted. Last word `true`: wrong key, a management key. Stop and rotate it.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['openrouter.store-openrouter-api-key', 'toolchain.node'],
    },
    forgetStep('openrouter', [apiKey.key], { phase: 'agent', dependsOn: ['openrouter.verify'] }),
  ],
  version: 1,
});
