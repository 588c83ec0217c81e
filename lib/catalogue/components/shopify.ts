import { type Condition, defineComponent, type Format, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forget, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const byApp: Condition = { setting: 'shopify.credential', in: ['app'] };
const byAdminToken: Condition = { setting: 'shopify.credential', in: ['admin-token'] };

const accessTokenFormat: Format = {
  pattern: '^shpat_[a-fA-F0-9]{32}$',
  strength: 'firm',
  length: 38,
  hint: 'starts with shpat_, 38 characters',
  lookalikes: [{ pattern: '^shpss_', says: 'an app client secret (shpss_)' }],
  wants: 'the Admin API access token (shpat_)',
};

const clientSecret: Slot = {
  id: 'shopify.client-secret',
  key: 'SHOPIFY_CLIENT_SECRET',
  exported: true,
  name: 'Shopify app client secret',
  promptLabel: 'Client secret of the app',
  description: 'The machine makes a token from it that lasts 24 hours. That token is stored nowhere.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^shpss_[a-fA-F0-9]{32}$',
    strength: 'firm',
    length: 38,
    hint: 'starts with shpss_, 38 characters',
    lookalikes: [{ pattern: '^shpat_', says: 'a Shopify access token (shpat_)' }],
    wants: 'the client secret (shpss_)',
  },
  whereToGet: {
    label: 'Dev Dashboard → Apps → Settings, in the client’s own organisation',
    url: 'https://dev.shopify.com',
  },
  required: true,
  when: [byApp],
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client rotates the client secret or deletes the app in the Dev Dashboard.',
};

const adminToken: Slot = {
  id: 'shopify.admin-token',
  key: 'SHOPIFY_ADMIN_TOKEN',
  exported: true,
  name: 'Shopify admin-app token',
  promptLabel: 'Admin API access token of an existing app',
  description: 'Only for an admin-created app from before 2026. It cannot be newly made.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: accessTokenFormat,
  whereToGet: { label: 'The client’s vault: Shopify showed it once, when the app was installed' },
  required: true,
  when: [byAdminToken],
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client uninstalls the app in the Shopify admin.',
};

const setStore = ' export SHOPIFY_STORE={setting:shopify.store}';
const grant =
  ' curl -s -X POST "https://$SHOPIFY_STORE/admin/oauth/access_token" -d grant_type=client_credentials -d "client_id=$SHOPIFY_CLIENT_ID" -d "client_secret=$SHOPIFY_CLIENT_SECRET" | jq';

export const shopify = defineComponent({
  id: 'shopify',
  number: 22,
  name: 'Shopify',
  summary: 'The store: orders, products and customers.',
  group: 'integration',
  estimateMinutes: 15,
  requiresWhen: [{ component: 'toolchain', when: [byApp] }],
  bring: [{ by: 'client', what: 'Somebody who may install apps on the Shopify store' }],
  settings: [
    {
      key: 'shopify.credential',
      label: 'How does the agent reach the store?',
      kind: 'choice',
      choices: [
        {
          value: 'app',
          label: 'App in the client’s Dev Dashboard',
          hint: 'A token for 24 hours, made each day.',
        },
        {
          value: 'admin-token',
          label: 'Existing admin-created app',
          hint: 'No new ones since 1 January 2026.',
        },
      ],
      required: true,
      default: 'app',
      captured: 'wizard',
    },
    {
      key: 'shopify.store',
      label: 'Store domain',
      kind: 'text',
      format: {
        pattern: '^[a-z0-9][a-z0-9-]*\\.myshopify\\.com$',
        strength: 'firm',
        hint: 'ends with .myshopify.com',
      },
      required: true,
      envName: 'SHOPIFY_STORE',
      whereToGet: { label: 'Shopify admin → Settings → Domains' },
      inCommands: true,
      captured: 'wizard',
    },
    {
      key: 'shopify.client-id',
      label: 'App client id',
      kind: 'text',
      format: {
        pattern: '^[0-9a-f]{32}$',
        strength: 'loose',
        length: 32,
        hint: '32 characters, 0-9 and a-f',
        lookalikes: [{ pattern: '^shp(ss|at)_', says: 'a Shopify secret. Do not put it here' }],
        wants: 'the client id',
      },
      required: true,
      when: [byApp],
      envName: 'SHOPIFY_CLIENT_ID',
      whereToGet: {
        label: 'Dev Dashboard → Apps → Settings, in the client’s own organisation',
        url: 'https://dev.shopify.com',
      },
      inCommands: true,
      captured: 'wizard',
    },
  ],
  slots: [clientSecret, adminToken],
  steps: [
    storeSecretStep(clientSecret, {
      phase: 'integrations',
      why: 'The machine makes its daily token from it.',
    }),
    {
      id: 'shopify.verify-app',
      title: 'Ask the store for a token',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'It proves that the app is installed on this store. Only scope and life time are printed.',
      actions: [
        { kind: 'command', command: `${setStore} SHOPIFY_CLIENT_ID={setting:shopify.client-id}` },
        commandWithSecrets(`${grant} '{scope, expires_in}'`, [clientSecret.key]),
      ],
      expect: {
        text: 'The agreed scopes, and about `86399`.',
        match: { kind: 'regex', value: '"expires_in":\\s*86\\d{3}' },
      },
      ifNot:
        'The app is not installed on this store, or belongs to another organisation: then Shopify refuses the grant.',
      estimateMinutes: 4,
      required: true,
      dependsOn: ['shopify.store-shopify-client-secret', 'toolchain.node'],
      when: [byApp],
    },
    {
      id: 'shopify.derive-token',
      title: 'Make today’s access token and look at its shape',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'The agent makes one like it every day. It lasts 24 hours and is stored nowhere.',
      actions: [
        commandWithSecrets(
          ` export SHOPIFY_ACCESS_TOKEN="$(${grant.trimStart()} -r .access_token)"; [[ $SHOPIFY_ACCESS_TOKEN =~ '^shpat_[a-fA-F0-9]{32}$' ]] && echo "\${#SHOPIFY_ACCESS_TOKEN} chars"`,
          [clientSecret.key],
        ),
        forget('SHOPIFY_ACCESS_TOKEN'),
      ],
      expect: { text: '`38 chars`', match: { kind: 'exact', value: '38 chars' } },
      ifNot: 'No output: repeat “Ask the store for a token” and read its answer.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['shopify.verify-app'],
      when: [byApp],
    },
    storeSecretStep(adminToken, { phase: 'integrations', why: 'The agent reaches the store with it.' }),
    {
      id: 'shopify.verify-admin-token',
      title: 'Read the shop with the token',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'It proves the token and the store it belongs to.',
      actions: [
        { kind: 'command', command: setStore },
        commandWithSecrets(
          ' curl -s -o /dev/null -w \'%{http_code}\\n\' "https://$SHOPIFY_STORE/admin/oauth/access_scopes.json" -H "X-Shopify-Access-Token: $SHOPIFY_ADMIN_TOKEN"',
          [adminToken.key],
        ),
      ],
      expect: { text: '`200`', match: { kind: 'exact', value: '200' } },
      ifNot: '401: wrong token, or the app was uninstalled. 404: wrong store domain.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['shopify.store-shopify-admin-token'],
      when: [byAdminToken],
    },
    forgetStep('shopify', [clientSecret.key], {
      phase: 'integrations',
      dependsOn: ['shopify.derive-token'],
      when: [byApp],
    }),
    forgetStep('shopify', [adminToken.key], {
      phase: 'integrations',
      dependsOn: ['shopify.verify-admin-token'],
      when: [byAdminToken],
    }),
  ],
  version: 1,
});
