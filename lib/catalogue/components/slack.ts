import { type Condition, defineComponent, type Format, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const socketMode: Condition = { setting: 'slack.delivery', in: ['socket-mode'] };

const botToken: Slot = {
  id: 'slack.bot-token',
  key: 'SLACK_BOT_TOKEN',
  exported: true,
  name: 'Slack bot token',
  promptLabel: 'Bot token',
  description: 'The agent speaks in the client’s Slack with it.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^xoxb-[0-9]{10,13}-[0-9]{10,13}-[A-Za-z0-9-]+$',
    strength: 'firm',
    hint: 'starts with xoxb-',
    lookalikes: [
      { pattern: '^xapp-', says: 'a Slack app token (xapp-)' },
      { pattern: '^xoxp-', says: 'a Slack user token (xoxp-)' },
      { pattern: '^https://hooks\\.slack\\.com/', says: 'a Slack webhook address' },
    ],
    wants: 'the bot token (xoxb-)',
  },
  whereToGet: {
    label: 'Slack apps → from our manifest → Install → OAuth & Permissions',
    url: 'https://api.slack.com/apps',
  },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client deletes the app in Slack, or calls auth.revoke with the token.',
};

const appToken: Slot = {
  id: 'slack.app-token',
  key: 'SLACK_APP_TOKEN',
  exported: true,
  name: 'Slack app-level token',
  promptLabel: 'App-level token',
  description: 'For Socket Mode, with the scope connections:write. The manifest does not make it.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^xapp-\\d-[A-Z0-9]+-\\d+-[a-fA-F0-9]+$',
    strength: 'firm',
    hint: 'starts with xapp-',
    lookalikes: [
      { pattern: '^xoxb-', says: 'a Slack bot token (xoxb-)' },
      { pattern: '^xoxp-', says: 'a Slack user token (xoxp-)' },
    ],
    wants: 'the app-level token (xapp-)',
  },
  whereToGet: {
    label: 'Slack apps → Basic Information → App-Level Tokens',
    url: 'https://api.slack.com/apps',
  },
  required: true,
  when: [socketMode],
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client deletes the app in Slack, which ends this token too.',
};

const memberIds: Format = {
  pattern: '^[UW][A-Z0-9]{8,}(,[UW][A-Z0-9]{8,})*$',
  strength: 'loose',
  hint: 'ids such as U012ABCDEF, joined by commas',
};

const channelIds: Format = {
  pattern: '^[CG][A-Z0-9]{8,}(,[CG][A-Z0-9]{8,})*$',
  strength: 'loose',
  hint: 'ids such as C012ABCDEF, joined by commas',
};

export const slack = defineComponent({
  id: 'slack',
  number: 17,
  name: 'Slack',
  summary: 'The client talks to the agent in their own Slack.',
  group: 'integration',
  estimateMinutes: 15,
  requires: ['toolchain', 'agent-runtime'],
  bring: [{ by: 'client', what: 'Somebody who may install apps in the Slack workspace' }],
  settings: [
    {
      key: 'slack.delivery',
      label: 'How do messages reach the agent?',
      kind: 'choice',
      choices: [
        {
          value: 'socket-mode',
          label: 'Both ways, over Socket Mode',
          hint: 'The agent hears what people write to it. Needs the app-level token too.',
        },
        { value: 'post-only', label: 'It only posts', hint: 'The bot token is enough.' },
      ],
      required: true,
      default: 'socket-mode',
      captured: 'wizard',
    },
    {
      key: 'slack.allowed-users',
      label: 'Who may talk to the agent?',
      hint: 'Nobody else gets an answer.',
      kind: 'text',
      format: memberIds,
      commaList: true,
      required: true,
      when: [socketMode],
      envName: 'SLACK_ALLOWED_USERS',
      whereToGet: { label: 'Slack → profile → ⋮ → Copy member ID' },
      inCommands: true,
      captured: 'wizard',
    },
    {
      key: 'slack.allowed-channels',
      label: 'In which channels?',
      kind: 'text',
      format: channelIds,
      commaList: true,
      required: false,
      envName: 'SLACK_ALLOWED_CHANNELS',
      whereToGet: { label: 'Slack → channel details → the id at the bottom' },
      inCommands: true,
      captured: 'wizard',
    },
  ],
  slots: [botToken, appToken],
  steps: [
    storeSecretStep(botToken, {
      phase: 'integrations',
      why: 'The agent speaks in the client’s Slack with it.',
    }),
    {
      id: 'slack.verify-bot',
      title: 'Check the bot token',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'It has to be the client’s own team, not ours.',
      actions: [
        commandWithSecrets(
          ' curl -s -X POST https://slack.com/api/auth.test -H "Authorization: Bearer $SLACK_BOT_TOKEN" | jq \'{ok,team,user}\'',
          [botToken.key],
        ),
      ],
      expect: {
        text: '`"ok": true` and the name of the client’s team.',
        match: { kind: 'json-path', path: 'ok', equals: true },
      },
      ifNot: '`invalid_auth`: the two tokens are swapped. `missing_scope`: install the app again.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['slack.store-slack-bot-token', 'toolchain.node'],
    },
    storeSecretStep(appToken, {
      phase: 'integrations',
      why: 'With it the agent hears what people write, without a public address.',
    }),
    {
      id: 'slack.verify-app',
      title: 'Check the app-level token',
      phase: 'integrations',
      where: 'local',
      as: 'agent',
      why: 'Only .ok is printed: the full answer holds a live socket address.',
      actions: [
        commandWithSecrets(
          ' curl -s -X POST https://slack.com/api/apps.connections.open -H "Authorization: Bearer $SLACK_APP_TOKEN" | jq .ok',
          [appToken.key],
        ),
      ],
      expect: { text: '`true`', match: { kind: 'exact', value: 'true' } },
      ifNot:
        '`invalid_auth`: the two tokens are swapped. `missing_scope`: the token lacks connections:write; make another.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['slack.store-slack-app-token', 'toolchain.node'],
      when: [socketMode],
    },
    forgetStep('slack', [botToken.key, appToken.key], {
      phase: 'integrations',
      dependsOn: ['slack.verify-bot', 'slack.verify-app'],
    }),
    {
      id: 'slack.say-hello',
      title: 'Say hello to the agent in Slack',
      phase: 'finish',
      where: 'phone',
      why: 'It proves the whole way, from a phone to the Mac and back.',
      actions: [
        { kind: 'instruction', text: 'Ask the client to write to the agent in Slack, from their phone.' },
      ],
      expect: { text: 'The agent answers within a minute.' },
      ifNot: 'No answer: is the person among the allowed users? Is the agent running?',
      estimateMinutes: 3,
      required: true,
      dependsOn: ['slack.verify-app', 'agent-runtime.launch-agent'],
      when: [socketMode],
    },
  ],
  version: 1,
});
