import type { Locator } from '@playwright/test';

/** Answers by field name, for questions whose format does not let any text pass. */
const ANSWERS: Readonly<Record<string, string>> = {
  'remote-access.ssh-public-key': `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'Abc12'.repeat(8)}Key test@example`,
  'google-workspace.mailbox': 'assistant@harbor.example',
  'google-workspace.client-id': '482910573364-abc7k2m9q.apps.googleusercontent.com',
  'slack.allowed-users': 'U04HARB0R1',
  'followupboss.x-system': 'JedBoard',
  'mls-reso.base-url': 'https://api.mls.example/odata',
  'mls-reso.mls-id': 'harbor',
  'shopify.store': 'harbor-goods.myshopify.com',
  'shopify.client-id': '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  'machine.model': 'Mac16,10',
  'machine.chip': 'Apple M4',
  'machine.serial': 'C02HARBOR01',
  'machine.macosBuild': '26.1 (25B78)',
  'machine.macAddress': '5c:e9:1e:40:27:b3',
  'machine.hostname': 'harbor-realty-mini-01',
  'machine.tailscaleName': 'harbor-realty-mini-01',
  'machine.tailscaleIp': '100.84.20.17',
  version: '2.1.14',
};

const knownAnswer = (name: string) => ANSWERS[name.replace(/^setting[.:]/, '')];

async function isOptional(form: Locator, box: Locator): Promise<boolean> {
  const label = form.locator(`label[for="${await box.getAttribute('id')}"]`);
  return (await label.count()) > 0 && /optional/.test((await label.first().textContent()) ?? '');
}

function answerFor(name: string, type: string): string {
  const known = knownAnswer(name);
  if (known !== undefined) return known;
  if (type === 'date') return '2027-01-15';
  return type === 'email' ? 'assistant@harbor.example' : 'as agreed';
}

/** Answers every visible question of a form that needs an answer: texts by name, the first choice of a group. */
export async function fillEmpty(form: Locator): Promise<void> {
  for (const box of await form
    .locator('input:not([type=hidden],[type=checkbox],[type=radio],[type=password])')
    .all()) {
    if (!(await box.isVisible()) || (await box.inputValue()) !== '') continue;
    const name = (await box.getAttribute('name')) ?? '';
    if (knownAnswer(name) === undefined && (await isOptional(form, box))) continue;
    await box.fill(answerFor(name, (await box.getAttribute('type')) ?? 'text'));
  }
  const names = await form
    .locator('input[type=radio]')
    .evaluateAll((all) => [...new Set(all.map((radio) => (radio as HTMLInputElement).name))]);
  for (const name of names) {
    const group = form.locator(`input[type=radio][name="${name}"]`);
    const answered = (await form.locator(`input[name="${name}"]:checked`).count()) > 0;
    if (!answered && (await group.first().isVisible())) await group.first().check();
  }
}
