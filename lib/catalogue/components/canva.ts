import { type Condition, defineComponent, type Slot } from '@/lib/catalogue/schema';
import { forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const ownApp: Condition = { setting: 'canva.own-app', in: ['yes'] };

const signIn: Slot = {
  id: 'canva.sign-in',
  key: 'CANVA_SIGN_IN',
  exported: false,
  name: 'Canva sign-in',
  promptLabel: 'Canva account signed in on the Mac',
  description: 'Every user signs in for themselves. Nothing is stored but who signed in, and when.',
  tag: 'client-supplied',
  class: 'device_sign_in',
  format: null,
  whereToGet: null,
  required: true,
  obtained: 'during-run',
  level: 'client',
  revoke: '“Clear authentication” in /mcp, and the user disconnects it in Canva.',
};

const clientId: Slot = {
  id: 'canva.client-id',
  key: 'CANVA_CLIENT_ID',
  exported: true,
  name: 'Canva app client id',
  promptLabel: 'Client id of our Canva app',
  description: 'Only if Canva has to recognise our own app.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: { pattern: '^\\S+$', strength: 'open', hint: 'no spaces; format not known' },
  whereToGet: { label: 'Canva Developer Portal → app → MCP on', url: 'https://www.canva.com/developers' },
  required: true,
  when: [ownApp],
  obtained: 'before-run',
  level: 'client',
  revoke: 'Delete or rotate the app’s secret in the Canva Developer Portal.',
};

const clientSecret: Slot = {
  ...clientId,
  id: 'canva.client-secret',
  key: 'CANVA_CLIENT_SECRET',
  name: 'Canva app client secret',
  promptLabel: 'Client secret of our Canva app',
};

export const canva = defineComponent({
  id: 'canva',
  number: 24,
  name: 'Canva designs',
  summary: 'The agent finds and makes designs in the user’s own Canva.',
  group: 'integration',
  estimateMinutes: 5,
  requires: ['claude-code'],
  bring: [{ by: 'client', what: 'Every user of Canva, to sign in for themselves' }],
  settings: [
    {
      key: 'canva.own-app',
      label: 'Must Canva recognise our own app?',
      kind: 'choice',
      choices: [
        { value: 'no', label: 'No, the user’s sign-in is enough' },
        { value: 'yes', label: 'Yes, with our client id and secret' },
      ],
      required: true,
      default: 'no',
      captured: 'wizard',
    },
  ],
  slots: [signIn, clientId, clientSecret],
  steps: [
    storeSecretStep(clientId, { phase: 'integrations', why: 'Canva recognises our app by it.' }),
    storeSecretStep(clientSecret, { phase: 'integrations', why: 'Canva recognises our app by it.' }),
    forgetStep('canva', [clientId.key, clientSecret.key], {
      phase: 'integrations',
      dependsOn: ['canva.store-canva-client-id', 'canva.store-canva-client-secret'],
      when: [ownApp],
    }),
    {
      id: 'canva.add',
      title: 'Add Canva to Claude Code',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'Canva’s own MCP server.',
      actions: [
        { kind: 'command', command: 'claude mcp add --transport http canva https://mcp.canva.com/mcp' },
      ],
      expect: { text: 'A line that starts with `Added`.', match: { kind: 'regex', value: '^Added ' } },
      ifNot: '“already exists”: it is there, go on.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['claude-code.smoke-test', 'canva.store-canva-client-secret'],
    },
    {
      id: 'canva.sign-in',
      title: 'Let the user sign in to Canva',
      phase: 'integrations',
      where: 'screen-sharing',
      as: 'agent',
      why: 'Canva lets every user authorise for themselves.',
      actions: [
        { kind: 'command', command: 'claude' },
        { kind: 'instruction', text: 'Type /mcp, choose canva, then Authenticate.' },
        { kind: 'secret', slot: signIn.id, after: 'Note the account they signed in with.' },
      ],
      expect: { text: 'The browser says you may go back to Claude Code.' },
      ifNot: 'The browser does not open: copy the address Claude Code shows.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['canva.add'],
      captures: [{ kind: 'slot', slot: signIn.id }],
    },
    {
      id: 'canva.connected',
      title: 'Check that Canva is connected',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'The list says which connection works.',
      actions: [{ kind: 'command', command: 'claude mcp list' }],
      expect: {
        text: '`canva … ✔ Connected`',
        match: { kind: 'regex', value: '^canva\\b.*✔ Connected' },
      },
      ifNot: '`! Needs authentication`: do the sign-in again.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['canva.sign-in'],
    },
  ],
  version: 1,
});
