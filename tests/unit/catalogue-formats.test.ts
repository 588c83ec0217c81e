import { expect, test } from 'vitest';
import { components } from '@/lib/catalogue/components';
import { checkFormat, checkSetting } from '@/lib/catalogue/format';
import type { Format } from '@/lib/catalogue/schema';

const slots = components.flatMap((component) => component.slots);
const settings = components.flatMap((component) => component.settings);

const hex = '0123456789abcdef';
const text = (length: number) => 'Aa0'.repeat(length).slice(0, length);
const digits = (length: number) => hex.repeat(8).slice(0, length);
const uuid = `${digits(8)}-${digits(4)}-${digits(4)}-${digits(4)}-${digits(12)}`;

/** Made up here, so that nothing in the repository looks like a leaked key. */
const samples: Record<string, string> = {
  MAC_ADMIN_PASSWORD: text(24),
  MAC_AGENT_PASSWORD: text(24),
  FILEVAULT_RECOVERY_KEY_OURS: Array.from({ length: 6 }, () => 'AB12').join('-'),
  FILEVAULT_RECOVERY_KEY_CLIENT: Array.from({ length: 6 }, () => 'AB12').join('-'),
  TS_AUTHKEY: `tskey-auth-${text(16)}-${text(32)}`,
  TS_OAUTH_CLIENT_SECRET: `tskey-client-${text(16)}-${text(32)}`,
  BACKUP_PASSWORD_OURS: text(24),
  ANTHROPIC_API_KEY: `sk-ant-api03-${text(93)}AA`,
  CLAUDE_CODE_OAUTH_TOKEN: `sk-ant-oat01-${text(40)}`,
  OPENROUTER_API_KEY: `sk-or-v1-${digits(64)}`,
  OPENROUTER_MANAGEMENT_KEY: `sk-or-v1-${digits(64)}`,
  AGENT_GATEWAY_TOKEN: text(43),
  GITHUB_TOKEN: `github_pat_${text(82)}`,
  GITHUB_CLASSIC_TOKEN: `ghp_${text(36)}`,
  PERPLEXITY_API_KEY: `pplx-${text(48)}`,
  HEARTBEAT_URL: `https://monitor.example/ping/${uuid}`,
  SLACK_BOT_TOKEN: `xoxb-${'1'.repeat(12)}-${'2'.repeat(12)}-${text(24)}`,
  SLACK_APP_TOKEN: `xapp-1-A0ABCDEF-${'3'.repeat(12)}-${digits(64)}`,
  GOOGLE_CLIENT_SECRET: `GOCSPX-${text(28)}`,
  FUB_API_KEY: text(40),
  FUB_X_SYSTEM_KEY: digits(32),
  HUBSPOT_SERVICE_KEY: text(40),
  HUBSPOT_ACCESS_TOKEN: `pat-na1-${uuid}`,
  MLS_CLIENT_ID: text(24),
  MLS_CLIENT_SECRET: text(32),
  BRIDGE_SERVER_TOKEN: digits(32),
  MLSGRID_TOKEN: text(32),
  SHOPIFY_CLIENT_SECRET: `shpss_${digits(32)}`,
  SHOPIFY_ADMIN_TOKEN: `shpat_${digits(32)}`,
  PLAUD_TOKEN: `eyJ${text(20)}.eyJ${text(20)}.${text(20)}`,
  CANVA_CLIENT_ID: text(20),
  CANVA_CLIENT_SECRET: text(40),
  'mac-accounts.admin-user': 'jedadmin',
  'mac-accounts.agent-user': 'agent',
  'remote-access.ssh-public-key': `ssh-ed25519 ${text(68)} jed@office`,
  'openrouter.key-hash': digits(64),
  'agent-runtime.program': 'agent',
  'slack.allowed-users': 'U012ABCDEF,W012ABCDEF',
  'slack.allowed-channels': 'C012ABCDEF',
  'google-workspace.mailbox': 'office+agent@harbor-realty.example',
  'google-workspace.client-id': `123-${text(8).toLowerCase()}.apps.googleusercontent.com`,
  'followupboss.x-system': 'Jed-Board',
  'mls-reso.base-url': 'https://api.mls.example/v2/odata',
  'mls-reso.mls-id': 'actris_ref',
  'shopify.store': 'harbor-2.myshopify.com',
  'shopify.client-id': digits(32),
};

const withFormat: [string, Format][] = [
  ...slots.flatMap((slot): [string, Format][] => (slot.format ? [[slot.key, slot.format]] : [])),
  ...settings.flatMap((setting): [string, Format][] =>
    setting.format ? [[setting.key, setting.format]] : [],
  ),
];

test.each(withFormat)(
  '%s takes its sample, and refuses it with a space before or a line break after',
  (name, format) => {
    const sample = samples[name];
    if (sample === undefined) throw new Error(`no sample for ${name}`);
    expect(checkFormat(format, sample)).toEqual({ ok: true });
    expect(checkFormat(format, ` ${sample}`)).toMatchObject({ ok: false, problem: 'white-space' });
    expect(checkFormat(format, `${sample}\n`)).toMatchObject({ ok: false, problem: 'white-space' });
    if (format.length !== undefined) expect(sample).toHaveLength(format.length);
  },
);

test.each(withFormat.filter(([, format]) => format.strength === 'firm'))(
  'the engine itself, not only the white-space check, keeps a trailing line break out of %s',
  async (name, format) => {
    const { compilePattern, occursIn } = await import('@/lib/catalogue/regular-expression');
    expect(occursIn(compilePattern(format.pattern), `${samples[name]}\n`)).toBe(false);
    expect(occursIn(compilePattern(format.pattern), ` ${samples[name]}`)).toBe(false);
  },
);

function formatOf(key: string): Format | null {
  return slots.find((slot) => slot.key === key)?.format ?? null;
}

test('a Slack app token in the slot of the bot token is called by its name', () => {
  expect(checkFormat(formatOf('SLACK_BOT_TOKEN'), samples.SLACK_APP_TOKEN ?? '')).toEqual({
    ok: false,
    strength: 'firm',
    problem: 'mismatch',
    message: 'That looks like a Slack app token (xapp-). This slot wants the bot token (xoxb-).',
  });
});

test('no message repeats any part of the value', () => {
  for (const slot of slots) {
    for (const value of Object.values(samples)) {
      const result = checkFormat(slot.format, value);
      if (!result.ok) expect(result.message).not.toContain(value.slice(-12));
    }
  }
});

test('a key of the wrong length is told its own length', () => {
  const result = checkFormat(formatOf('OPENROUTER_API_KEY'), `sk-or-v1-${digits(63)}`);
  expect(result).toMatchObject({ ok: false, message: expect.stringContaining('It is 72 characters long.') });
});

test('without a format any text fits, but white space at its ends is pointed out and may be kept', () => {
  expect(checkFormat(null, 'correct horse')).toEqual({ ok: true });
  expect(checkFormat(null, 'correct horse\n')).toMatchObject({
    strength: 'loose',
    message: 'There is a line break at the end. Remove it?',
  });
});

test('more than 64 KiB is not matched at all', () => {
  expect(checkFormat(null, 'a'.repeat(64 * 1024))).toEqual({ ok: true });
  expect(checkFormat(null, 'a'.repeat(64 * 1024 + 1))).toMatchObject({ problem: 'too-long' });
});

test('an answer that goes into commands is refused for unsafe characters even where its format may be kept', () => {
  const ids = settings.find((setting) => setting.key === 'slack.allowed-channels');
  if (!ids) throw new Error('the setting is gone');
  expect(checkSetting(ids, 'channel-7')).toMatchObject({ ok: false, strength: 'loose' });
  expect(checkSetting(ids, 'C012ABCDEF;reboot')).toMatchObject({ ok: false, strength: 'firm' });
});

test('a choice takes only the answers it offers', () => {
  const decision = settings.find((setting) => setting.key === 'filevault.decision');
  if (!decision) throw new Error('the setting is gone');
  expect(checkSetting(decision, 'B')).toEqual({ ok: true });
  expect(checkSetting(decision, 'D')).toMatchObject({ ok: false, strength: 'firm' });
});
