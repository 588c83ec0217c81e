import { type Condition, defineComponent, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const trestle: Condition = { setting: 'mls-reso.feed', in: ['trestle'] };
const bridge: Condition = { setting: 'mls-reso.feed', in: ['bridge'] };
const mlsGrid: Condition = { setting: 'mls-reso.feed', in: ['mls-grid'] };

const shared = {
  exported: true,
  tag: 'client-supplied',
  class: 'user_prompt',
  required: true,
  obtained: 'before-run',
  level: 'client',
} satisfies Partial<Slot>;

const openFormat: NonNullable<Slot['format']> = {
  pattern: '^\\S+$',
  strength: 'open',
  hint: 'no spaces; format not known',
};

const clientId: Slot = {
  ...shared,
  id: 'mls-reso.client-id',
  key: 'MLS_CLIENT_ID',
  name: 'Trestle client id',
  promptLabel: 'Client id of the MLS connection',
  description: 'Made in the Trestle portal, one for each MLS connection.',
  format: openFormat,
  whereToGet: { label: 'Trestle portal, per MLS connection' },
  when: [trestle],
  revoke: 'The client removes the connection in the Trestle portal.',
};

const clientSecret: Slot = {
  ...clientId,
  id: 'mls-reso.client-secret',
  key: 'MLS_CLIENT_SECRET',
  name: 'Trestle client secret',
  promptLabel: 'Client secret of the MLS connection',
};

const serverToken: Slot = {
  ...shared,
  id: 'mls-reso.bridge-token',
  key: 'BRIDGE_SERVER_TOKEN',
  name: 'Bridge server token',
  promptLabel: 'Server token',
  description: 'From the Bridge Interactive dashboard.',
  format: { pattern: '^[0-9a-f]{32}$', strength: 'loose', length: 32, hint: '32 characters, 0-9 and a-f' },
  whereToGet: { label: 'Bridge Interactive dashboard' },
  when: [bridge],
  revoke: 'The client revokes the token in the Bridge Interactive dashboard.',
};

const gridToken: Slot = {
  ...shared,
  id: 'mls-reso.mlsgrid-token',
  key: 'MLSGRID_TOKEN',
  name: 'MLS Grid token',
  promptLabel: 'Access token',
  description: 'From the MLS Grid portal.',
  format: openFormat,
  whereToGet: { label: 'MLS Grid portal' },
  when: [mlsGrid],
  revoke: 'The client revokes the token in the MLS Grid portal.',
};

const ifNot = '401 before the licence is active: mark blocked, waiting for the MLS.';
const why = 'It proves the credential and that the licence is active.';

export const mlsReso = defineComponent({
  id: 'mls-reso',
  number: 21,
  name: 'MLS listings',
  summary: 'Listings from the MLS, over the RESO Web API.',
  group: 'integration',
  estimateMinutes: 10,
  requiresWhen: [{ component: 'toolchain', when: [trestle] }],
  leadTime: 'Weeks: the MLS wants a signed data licence first.',
  leadTimeDays: 14,
  bring: [
    { by: 'client', what: 'The licence letter of the MLS: it names the feed, the endpoint and the system' },
  ],
  settings: [
    {
      key: 'mls-reso.feed',
      label: 'Which MLS feed?',
      hint: 'The licence letter says it.',
      kind: 'choice',
      choices: [
        { value: 'trestle', label: 'Trestle' },
        { value: 'bridge', label: 'Bridge' },
        { value: 'mls-grid', label: 'MLS Grid' },
      ],
      required: true,
      captured: 'wizard',
    },
    {
      key: 'mls-reso.base-url',
      label: 'Endpoint',
      kind: 'text',
      format: {
        // Narrower than any https address: it is written into commands.
        pattern: '^https://[A-Za-z0-9.-]+(:\\d+)?(/[A-Za-z0-9._/-]*)?$',
        strength: 'firm',
        hint: 'an https address without spaces, ? or &',
      },
      required: true,
      envName: 'MLS_BASE_URL',
      whereToGet: { label: 'Licence letter' },
      inCommands: true,
      captured: 'wizard',
    },
    {
      key: 'mls-reso.mls-id',
      label: 'MLS or originating-system name',
      kind: 'text',
      format: {
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
        strength: 'firm',
        hint: 'letters, digits, dot, - and _',
      },
      required: true,
      envName: 'MLS_ID',
      whereToGet: { label: 'Licence letter' },
      inCommands: true,
      captured: 'wizard',
    },
  ],
  slots: [clientId, clientSecret, serverToken, gridToken],
  steps: [
    storeSecretStep(clientId, { phase: 'integrations', why: 'Half of what Trestle gives a token for.' }),
    storeSecretStep(clientSecret, { phase: 'integrations', why: 'The other half.' }),
    storeSecretStep(serverToken, {
      phase: 'integrations',
      why: 'Bridge lets the agent read listings with it.',
    }),
    storeSecretStep(gridToken, {
      phase: 'integrations',
      why: 'MLS Grid lets the agent read listings with it.',
    }),
    {
      id: 'mls-reso.verify-trestle',
      title: 'Ask Trestle for a token',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why,
      actions: [
        commandWithSecrets(
          ' curl -s https://api.cotality.com/trestle/oidc/connect/token -d grant_type=client_credentials -d scope=api -d "client_id=$MLS_CLIENT_ID" -d "client_secret=$MLS_CLIENT_SECRET" | jq \'{token_type,expires_in}\'',
          [clientId.key, clientSecret.key],
          'The values show in the process list while curl runs. Where that matters, give them to `curl --config -` on stdin.',
        ),
      ],
      expect: {
        text: '`Bearer` and `28800`.',
        match: { kind: 'regex', value: '"token_type":\\s*"Bearer",\\s*"expires_in":\\s*28800' },
      },
      ifNot,
      estimateMinutes: 3,
      required: true,
      dependsOn: ['mls-reso.store-mls-client-id', 'mls-reso.store-mls-client-secret', 'toolchain.node'],
      when: [trestle],
    },
    {
      id: 'mls-reso.verify-bridge',
      title: 'Read one listing from Bridge',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why,
      actions: [
        { kind: 'command', command: ' export MLS_ID={setting:mls-reso.mls-id}' },
        commandWithSecrets(
          ' curl -s -o /dev/null -w \'%{http_code}\\n\' "https://api.bridgedataoutput.com/api/v2/OData/$MLS_ID/Property?\\$top=1" -H "Authorization: Bearer $BRIDGE_SERVER_TOKEN"',
          [serverToken.key],
        ),
      ],
      expect: { text: '`200`', match: { kind: 'exact', value: '200' } },
      ifNot,
      estimateMinutes: 3,
      required: true,
      dependsOn: ['mls-reso.store-bridge-server-token'],
      when: [bridge],
    },
    {
      id: 'mls-reso.verify-mls-grid',
      title: 'Read one listing from MLS Grid',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why,
      actions: [
        {
          kind: 'command',
          command: ' export MLS_ID={setting:mls-reso.mls-id} MLS_BASE_URL={setting:mls-reso.base-url}',
        },
        commandWithSecrets(
          ' curl -s -o /dev/null -w \'%{http_code}\\n\' -G "$MLS_BASE_URL/Property" --data-urlencode "\\$top=1" --data-urlencode "\\$filter=OriginatingSystemName eq \'$MLS_ID\'" -H "Authorization: Bearer $MLSGRID_TOKEN" --compressed',
          [gridToken.key],
          'Confirm the address with the licence letter: it may end before /Property.',
        ),
      ],
      expect: { text: '`200`', match: { kind: 'exact', value: '200' } },
      ifNot,
      estimateMinutes: 3,
      required: true,
      dependsOn: ['mls-reso.store-mlsgrid-token'],
      when: [mlsGrid],
    },
    forgetStep('mls-reso', [clientId.key, clientSecret.key], {
      phase: 'integrations',
      dependsOn: ['mls-reso.verify-trestle'],
      when: [trestle],
    }),
    forgetStep('mls-reso', [serverToken.key], {
      phase: 'integrations',
      dependsOn: ['mls-reso.verify-bridge'],
      when: [bridge],
    }),
    forgetStep('mls-reso', [gridToken.key], {
      phase: 'integrations',
      dependsOn: ['mls-reso.verify-mls-grid'],
      when: [mlsGrid],
    }),
  ],
  version: 1,
});
