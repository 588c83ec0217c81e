import { expect, test } from 'vitest';
import { components } from '@/lib/catalogue/components';
import { verifyOutput } from '@/lib/runbook/verify';

function accepts(stepId: string, output: string): boolean {
  const step = components.flatMap((component) => component.steps).find(({ id }) => id === stepId);
  const match = step?.expect.match;
  if (match === undefined) throw new Error(`${stepId} expects no output`);
  return verifyOutput(match, output, { commands: [], length: 'any' }).matched;
}

const loopback = 'node 12 agent 20u IPv4 0x1 0t0 TCP 127.0.0.1:18789 (LISTEN)\n';

test.each([
  [
    'mac-identity.read-model',
    '      Model Identifier: Mac16,10\n      Chip: Apple M4\n      Serial Number (system): X\n',
  ],
  ['mac-identity.read-macos', 'ProductName:\t\tmacOS\nProductVersion:\t\t26.1\nBuildVersion:\t\t25B78\n'],
  [
    'power.verify',
    ' womp 1\n autorestart          1\n sleep                0 (sleep prevented by screensharingd)\n',
  ],
  ['tailscale.install', '-\t0\tcom.tailscale.tailscaled'],
  ['tailscale.record', '100.101.102.103\n'],
  ['backup.choose-disk-ours', '====\nName          : Backup\nKind          : Local\n'],
  ['backup.first', '/Volumes/Backup/2026-11-22-101500.backup/2026-11-22-101500.backup\n'],
  ['toolchain.homebrew', 'Homebrew 5.0.3\n'],
  ['toolchain.node', 'v24.16.0\n'],
  ['claude-code.smoke-test', 'ready\n'],
  ['openrouter.verify', '["sk-or-v1-0e6...1c96",50,50,false]'],
  ['agent-runtime.loopback', loopback],
  ['slack.verify-bot', '{\n  "ok": true,\n  "team": "Harbor",\n  "user": "agent"\n}'],
  ['mls-reso.verify-trestle', '{\n  "token_type": "Bearer",\n  "expires_in": 28800\n}'],
  ['shopify.verify-app', '{\n  "scope": "read_orders",\n  "expires_in": 86399\n}'],
  ['canva.connected', 'canva: https://mcp.canva.com/mcp (HTTP) - ✔ Connected'],
])('the output of a good %s is accepted', (stepId, output) => {
  expect(accepts(stepId, output)).toBe(true);
});

test.each([
  ['an older macOS', 'mac-identity.read-macos', 'ProductVersion:\t\t15.7\n'],
  ['a Mac that sleeps', 'power.verify', ' sleep 10\n autorestart 1\n womp 1\n'],
  ['a Mac that stays off after a power cut', 'power.verify', ' sleep 0\n autorestart 0\n womp 1\n'],
  ['a management key in place of the client key', 'openrouter.verify', '["sk-or-v1-0e6...1c96",50,50,true]'],
  [
    'an agent that listens to the network too',
    'agent-runtime.loopback',
    `${loopback}${loopback.replace('127.0.0.1', '*')}`,
  ],
  ['a Slack error', 'slack.verify-bot', '{"ok": false, "team": null}'],
  ['an older Node', 'toolchain.node', 'v22.11.0\n'],
  [
    'a connection without sign-in',
    'canva.connected',
    'canva: https://mcp.canva.com/mcp - ! Needs authentication',
  ],
])('%s is noticed', (_, stepId, output) => {
  expect(accepts(stepId, output)).toBe(false);
});
