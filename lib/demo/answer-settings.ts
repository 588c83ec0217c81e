import type { Setting } from '@/lib/catalogue/schema';
import type { DemoClient } from '@/lib/demo/clients';

const SSH_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'Demo0'.repeat(8)}Key tom@studio`;

/** Answers that any client may give; the client's own come first. */
function usualAnswer(setting: Setting, client: DemoClient): string | undefined {
  const byKey: Readonly<Record<string, string>> = {
    'remote-access.ssh-public-key': SSH_KEY,
    'google-workspace.mailbox': `assistant@${client.slug}.example`,
    'google-workspace.client-id': '482910573364-demo7k2m9q.apps.googleusercontent.com',
    'slack.allowed-users': 'U04HARB0R1,U04HARB0R2',
    'followupboss.x-system': 'JedBoard',
    'updates-gatekeeper.owner': 'Tom Okafor',
  };
  return byKey[setting.key] ?? setting.default ?? firstOf(setting);
}

function firstOf(setting: Setting): string | undefined {
  if (setting.choices !== undefined) return setting.choices[0]?.value;
  if (!setting.required) return undefined;
  if (setting.kind === 'date') return '2027-01-15';
  return setting.kind === 'email' ? 'hello@example.com' : 'as agreed on site';
}

/** The answer a demo client gives to a question; an empty text for "not answered". */
export function demoAnswer(setting: Setting, client: DemoClient): string {
  return client.settings?.[setting.key] ?? usualAnswer(setting, client) ?? '';
}
