import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const apiKey: Slot = {
  id: 'web-search.api-key',
  key: 'PERPLEXITY_API_KEY',
  exported: true,
  name: 'Perplexity key',
  promptLabel: 'Perplexity API key',
  description: 'Lets the agent search the web.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: {
    pattern: '^pplx-[A-Za-z0-9]{48}$',
    strength: 'firm',
    length: 53,
    hint: 'starts with pplx-, 53 characters',
    lookalikes: [{ pattern: '^sk-', says: 'a key of another service (sk-)' }],
    wants: 'a Perplexity key (pplx-)',
  },
  whereToGet: { label: 'Perplexity → account settings → API' },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'Delete the key in the Perplexity account settings, under API.',
};

const check = ` curl -s -o /dev/null -w '%{http_code}\\n' https://api.perplexity.ai/chat/completions -H "Authorization: Bearer $PERPLEXITY_API_KEY" -H 'content-type: application/json' -d '{"model":"sonar","messages":[{"role":"user","content":"ok"}],"max_tokens":5}'`;

export const webSearch = defineComponent({
  id: 'web-search',
  number: 15,
  name: 'Web search (Perplexity)',
  summary: 'The agent looks things up on the web.',
  group: 'agent',
  estimateMinutes: 3,
  settings: [],
  slots: [apiKey],
  steps: [
    storeSecretStep(apiKey, {
      phase: 'integrations',
      why: 'The agent searches the web with it.',
      estimateMinutes: 1,
    }),
    {
      id: 'web-search.verify',
      title: 'Ask Perplexity once',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'It proves the key and the credit behind it.',
      actions: [commandWithSecrets(check, [apiKey.key])],
      expect: { text: '`200`', match: { kind: 'exact', value: '200' } },
      ifNot: '401: wrong key. 429: no credit left.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['web-search.store-perplexity-api-key'],
    },
    forgetStep('web-search', [apiKey.key], { phase: 'integrations', dependsOn: ['web-search.verify'] }),
  ],
  version: 1,
});
