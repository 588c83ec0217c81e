import { type Condition, defineComponent, type Slot, type Step } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const byServiceKey: Condition = { setting: 'hubspot.credential', in: ['service-key'] };
const byLegacyToken: Condition = { setting: 'hubspot.credential', in: ['legacy-token'] };

const shared = {
  exported: true,
  tag: 'client-supplied',
  class: 'user_prompt',
  required: true,
  obtained: 'before-run',
  level: 'client',
} satisfies Partial<Slot>;

const serviceKey: Slot = {
  ...shared,
  id: 'hubspot.service-key',
  key: 'HUBSPOT_SERVICE_KEY',
  name: 'HubSpot service key',
  promptLabel: 'Service key',
  description: 'The only static key for accounts without an older app. HubSpot publishes no format for it.',
  format: {
    pattern: '^\\S{20,}$',
    strength: 'open',
    hint: '20 characters or more, no spaces; format not known',
  },
  whereToGet: {
    label: 'HubSpot → Development → Keys → Service keys',
    url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
  },
  when: [byServiceKey],
  revoke: 'The client deletes the service key in HubSpot.',
};

const legacyToken: Slot = {
  ...shared,
  id: 'hubspot.access-token',
  key: 'HUBSPOT_ACCESS_TOKEN',
  name: 'HubSpot private-app token',
  promptLabel: 'Token of an existing legacy private app',
  description: 'Only for an app that exists already. It dies in part when its creator leaves the account.',
  format: {
    pattern: '^pat-(?:na|eu|ap)\\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    flags: 'i',
    strength: 'loose',
    length: 44,
    hint: 'starts with pat-na1-, pat-eu1- or pat-ap1-, 44 characters',
  },
  whereToGet: { label: 'HubSpot → Development → Legacy apps → Auth' },
  when: [byLegacyToken],
  revoke: 'The client rotates the token or deletes the legacy app in HubSpot.',
};

function verifyStep(slot: Slot, when: Condition): Step {
  return {
    id: `hubspot.verify-${slot.id.slice('hubspot.'.length)}`,
    title: 'Read one contact from HubSpot',
    phase: 'integrations',
    where: 'local',
    as: 'agent',
    why: 'It proves the key and its scope. Only the status is printed, no contact.',
    actions: [
      commandWithSecrets(
        ` curl -s -o /dev/null -w '%{http_code}\\n' 'https://api.hubapi.com/crm/v3/objects/contacts?limit=1' -H "Authorization: Bearer $${slot.key}"`,
        [slot.key],
      ),
    ],
    expect: { text: '`200`', match: { kind: 'exact', value: '200' } },
    ifNot: '403: the scope for contacts is missing. 401: wrong key.',
    estimateMinutes: 2,
    required: true,
    dependsOn: [`hubspot.store-${slot.key.toLowerCase().replaceAll('_', '-')}`],
    when: [when],
  };
}

export const hubspot = defineComponent({
  id: 'hubspot',
  number: 20,
  name: 'HubSpot',
  summary: 'The CRM: contacts, companies and deals.',
  group: 'integration',
  estimateMinutes: 5,
  warning: 'Webhooks need a project app; neither kind of key has them.',
  bring: [{ by: 'client', what: 'Somebody who may make keys in HubSpot: Development → Keys' }],
  settings: [
    {
      key: 'hubspot.credential',
      label: 'How does the agent reach HubSpot?',
      kind: 'choice',
      choices: [
        {
          value: 'service-key',
          label: 'Service key',
          hint: 'For every account. New ones cannot make anything else.',
        },
        {
          value: 'legacy-token',
          label: 'Existing legacy private app',
          hint: 'No new ones since 26 October 2026.',
        },
      ],
      required: true,
      default: 'service-key',
      captured: 'wizard',
    },
  ],
  slots: [serviceKey, legacyToken],
  steps: [
    storeSecretStep(serviceKey, {
      phase: 'integrations',
      why: 'The agent reads and writes the CRM with it.',
    }),
    storeSecretStep(legacyToken, {
      phase: 'integrations',
      why: 'The agent reads and writes the CRM with it.',
    }),
    verifyStep(serviceKey, byServiceKey),
    verifyStep(legacyToken, byLegacyToken),
    forgetStep('hubspot', [serviceKey.key], {
      phase: 'integrations',
      dependsOn: ['hubspot.verify-service-key'],
      when: [byServiceKey],
    }),
    forgetStep('hubspot', [legacyToken.key], {
      phase: 'integrations',
      dependsOn: ['hubspot.verify-access-token'],
      when: [byLegacyToken],
    }),
  ],
  version: 1,
});
