import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const apiKey: Slot = {
  id: 'followupboss.api-key',
  key: 'FUB_API_KEY',
  exported: true,
  name: 'Follow Up Boss API key',
  promptLabel: 'API key of the agent’s user',
  description: 'Has that user’s full rights. Ask the client to make a user of its own for the agent.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: { pattern: '^\\S{20,}$', strength: 'open', hint: '20 characters or more, no spaces' },
  whereToGet: {
    label: 'Follow Up Boss → Admin → API, of a user made for the agent',
    url: 'https://docs.followupboss.com/reference/authentication',
  },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client deletes the API key, or the user it belongs to, in Follow Up Boss.',
};

const systemKey: Slot = {
  id: 'followupboss.system-key',
  key: 'FUB_X_SYSTEM_KEY',
  exported: true,
  name: 'Follow Up Boss system key',
  promptLabel: 'System key of our registration',
  description: 'Says which system is calling. Mandatory when serving a customer of Follow Up Boss.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: { pattern: '^[0-9a-f]{32}$', strength: 'loose', length: 32, hint: '32 characters, 0-9 and a-f' },
  whereToGet: {
    label: 'Follow Up Boss system registration',
    url: 'https://apps.followupboss.com/system-registration',
  },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'Remove it from the machine. The registration is ours and serves other clients.',
};

export const followupboss = defineComponent({
  id: 'followupboss',
  number: 19,
  name: 'Follow Up Boss',
  summary: 'The real-estate CRM: people, notes and tasks.',
  group: 'integration',
  estimateMinutes: 5,
  requires: ['toolchain'],
  bring: [{ by: 'client', what: 'An admin of Follow Up Boss, for the agent’s own user' }],
  settings: [
    {
      key: 'followupboss.x-system',
      label: 'System name',
      hint: 'As in our registration with Follow Up Boss.',
      kind: 'text',
      format: {
        pattern: '^[A-Za-z0-9_-]+$',
        strength: 'firm',
        hint: 'letters, digits, - and _',
      },
      required: true,
      envName: 'FUB_X_SYSTEM',
      whereToGet: {
        label: 'Follow Up Boss system registration',
        url: 'https://apps.followupboss.com/system-registration',
      },
      inCommands: true,
      captured: 'wizard',
    },
  ],
  slots: [apiKey, systemKey],
  steps: [
    storeSecretStep(apiKey, {
      phase: 'integrations',
      why: 'The agent works in the CRM as this user.',
      estimateMinutes: 1,
    }),
    storeSecretStep(systemKey, {
      phase: 'integrations',
      why: 'Follow Up Boss wants to know which system calls.',
      estimateMinutes: 1,
    }),
    {
      id: 'followupboss.verify',
      title: 'Check that it is the agent’s user',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'A key of another user carries that user’s rights.',
      actions: [
        { kind: 'command', command: ' export FUB_X_SYSTEM={setting:followupboss.x-system}' },
        commandWithSecrets(
          ' curl -s -u "$FUB_API_KEY:" -H "X-System: $FUB_X_SYSTEM" -H "X-System-Key: $FUB_X_SYSTEM_KEY" https://api.followupboss.com/v1/me | jq \'{name,email,role}\'',
          [apiKey.key, systemKey.key],
        ),
      ],
      expect: {
        text: 'Name, e-mail and role of the agent’s user.',
        match: { kind: 'regex', value: '"email":\\s*"[^"]+@' },
      },
      ifNot:
        '401: wrong key. 403: the account has expired. `https://api.followupboss.com/v1/people?limit=1` works as a check too.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['followupboss.store-fub-api-key', 'followupboss.store-fub-x-system-key', 'toolchain.node'],
    },
    forgetStep('followupboss', [apiKey.key, systemKey.key], {
      phase: 'integrations',
      dependsOn: ['followupboss.verify'],
    }),
  ],
  version: 1,
});
