import { expect, test } from 'vitest';
import { fitsWords } from '@/lib/clients/places';

test.each([
  ['Slack bot token', 'tok sla', true],
  ['OPENROUTER_API_KEY', 'openrouter k', true],
  ['Café Zoë', 'zoë', true],
  ['Slack bot token', 'lack', false],
  ['Slack bot token', '', false],
  ['Slack bot token', '!?', false],
])('%j fits %j: %s', (label, text, fits) => {
  expect(fitsWords(label, text)).toBe(fits);
});
