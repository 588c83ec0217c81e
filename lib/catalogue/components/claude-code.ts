import { type Condition, defineComponent, type Slot } from '@/lib/catalogue/schema';
import { forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const bySignIn: Condition = { setting: 'claude-code.credential', in: ['sign-in'] };
const byApiKey: Condition = { setting: 'claude-code.credential', in: ['api-key'] };
const byToken: Condition = { setting: 'claude-code.credential', in: ['token'] };

const signIn: Slot = {
  id: 'claude-code.sign-in',
  key: 'CLAUDE_SIGN_IN',
  exported: false,
  name: 'Claude sign-in',
  promptLabel: 'Claude account signed in on the Mac',
  description: 'The client signs in on the machine. Nothing is stored but who signed in, and when.',
  tag: 'client-supplied',
  class: 'device_sign_in',
  format: null,
  whereToGet: null,
  required: true,
  when: [bySignIn],
  obtained: 'during-run',
  level: 'client',
  revoke: 'The client runs /logout in Claude Code on the machine.',
};

const apiKey: Slot = {
  id: 'claude-code.api-key',
  key: 'ANTHROPIC_API_KEY',
  exported: true,
  name: 'Claude Console API key',
  promptLabel: 'API key of the client’s own Console organisation',
  description: 'Billed to the client by Anthropic. We hold only the reference.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^sk-ant-api03-[A-Za-z0-9_-]{93}AA$',
    strength: 'firm',
    length: 108,
    hint: 'starts with sk-ant-api03-, ends with AA, 108 characters',
    lookalikes: [
      { pattern: '^sk-ant-oat01-', says: 'a one-year Claude token (sk-ant-oat01-)' },
      { pattern: '^sk-or-v1-', says: 'an OpenRouter key (sk-or-v1-)' },
    ],
    wants: 'the Console API key (sk-ant-api03-)',
  },
  whereToGet: {
    label: 'Claude Console → API keys, in the client’s organisation',
    url: 'https://platform.claude.com/settings/keys',
  },
  required: true,
  when: [byApiKey],
  obtained: 'before-run',
  level: 'client',
  revoke: 'The client deletes the key in the Claude Console.',
};

const token: Slot = {
  id: 'claude-code.oauth-token',
  key: 'CLAUDE_CODE_OAUTH_TOKEN',
  exported: true,
  name: 'one-year Claude token',
  promptLabel: 'One-year token, made on the machine',
  description: 'The client makes it on the machine with `claude setup-token`. It is never stored with us.',
  tag: 'client-supplied',
  class: 'user_prompt',
  format: {
    pattern: '^sk-ant-oat01-',
    strength: 'loose',
    hint: 'starts with sk-ant-oat01-',
    lookalikes: [{ pattern: '^sk-ant-api03-', says: 'a Console API key (sk-ant-api03-)' }],
    wants: 'the one-year token (sk-ant-oat01-)',
  },
  whereToGet: { label: '`claude setup-token` on the machine' },
  required: true,
  when: [byToken],
  obtained: 'during-run',
  level: 'client',
  expiresAfterDays: 365,
  revoke: 'The client revokes it in their Claude account.',
};

export const claudeCode = defineComponent({
  id: 'claude-code',
  number: 11,
  name: 'Claude Code',
  summary: 'The coding agent, under the client’s own account.',
  group: 'agent',
  estimateMinutes: 10,
  warning:
    'The client authenticates. We may not collect or store their Claude sign-in, nor pay for or resell their Claude usage.',
  bring: [
    {
      by: 'client',
      what: 'The owner of the Claude account, able to sign in on the Mac',
      when: [{ setting: 'claude-code.credential', in: ['sign-in', 'token'] }],
    },
  ],
  settings: [
    {
      key: 'claude-code.credential',
      label: 'How does Claude Code authenticate?',
      kind: 'choice',
      choices: [
        { value: 'sign-in', label: 'The client signs in on the machine', hint: 'Their Claude subscription.' },
        { value: 'api-key', label: 'API key of the client’s Console organisation', hint: 'Pay by use.' },
        {
          value: 'token',
          label: 'One-year token, made on the machine',
          hint: 'Needs a paid plan. Expires a year from the day it is made.',
        },
      ],
      required: true,
      default: 'sign-in',
      captured: 'wizard',
    },
  ],
  slots: [signIn, apiKey, token],
  steps: [
    {
      id: 'claude-code.install',
      title: 'Install Claude Code',
      phase: 'agent',
      where: 'local',
      as: 'agent',
      why: 'This variant updates itself.',
      actions: [
        { kind: 'command', command: 'curl -fsSL https://claude.ai/install.sh | bash' },
        { kind: 'command', command: 'claude doctor' },
        { kind: 'command', command: 'claude --version' },
      ],
      expect: {
        text: 'A version number, and no errors from `claude doctor`.',
        match: { kind: 'regex', value: '\\d+\\.\\d+\\.\\d+' },
      },
      ifNot: '“command not found”: put `~/.local/bin` on the PATH.',
      estimateMinutes: 3,
      required: true,
      dependsOn: ['mac-accounts.create-agent'],
      captures: [{ kind: 'version' }],
    },
    {
      id: 'claude-code.sign-in',
      title: 'Let the client sign in to Claude',
      phase: 'agent',
      where: 'screen-sharing',
      as: 'agent',
      why: 'The sign-in belongs to the client. Over SSH the keychain is locked and Claude Code asks again each time.',
      actions: [
        {
          kind: 'command',
          command: 'claude',
          note: 'On the Mac itself or by Screen Sharing. Press c to copy the link if no browser opens.',
        },
        { kind: 'secret', slot: signIn.id, after: 'Note the account they signed in with.' },
      ],
      expect: { text: '`Login successful`', match: { kind: 'contains', value: 'Login successful' } },
      ifNot:
        'You are on SSH: open Screen Sharing and sign in there. The client is away: mark blocked, waiting for the client.',
      estimateMinutes: 3,
      required: true,
      dependsOn: ['claude-code.install'],
      when: [bySignIn],
      captures: [{ kind: 'slot', slot: signIn.id }],
    },
    storeSecretStep(apiKey, {
      phase: 'agent',
      why: 'Claude Code bills the client’s own organisation through it.',
      dependsOn: ['claude-code.install'],
    }),
    {
      id: 'claude-code.make-token',
      title: 'Make the one-year token',
      phase: 'agent',
      where: 'screen-sharing',
      as: 'agent',
      why: 'A token works where nobody can answer a sign-in. It allows model requests only.',
      actions: [
        {
          kind: 'instruction',
          text: 'The client signs in when the browser opens. The token is shown once: copy it.',
        },
        { kind: 'command', command: 'claude setup-token' },
      ],
      expect: { text: 'A token that starts with `sk-ant-oat01-`. Do not paste it here.' },
      ifNot: 'It needs a paid Claude plan. Without one, choose another way in the wizard.',
      estimateMinutes: 2,
      required: true,
      dependsOn: ['claude-code.install'],
      when: [byToken],
    },
    storeSecretStep(token, {
      phase: 'agent',
      why: 'Claude Code runs on it for a year. The board reminds you before it expires.',
      dependsOn: ['claude-code.make-token'],
      ifNot: "Clear the screen afterwards: `clear && printf '\\e[3J'`.",
    }),
    {
      id: 'claude-code.status',
      title: 'Check which credential is used',
      phase: 'agent',
      where: 'local',
      as: 'agent',
      why: 'A stray variable wins silently over the sign-in.',
      actions: [
        { kind: 'command', command: 'claude' },
        { kind: 'instruction', text: 'Type /status and press Return.' },
      ],
      expect: {
        text: 'The `Login method` row names the client’s account, and there is no `API key` or `Auth token` row that you do not expect.',
      },
      ifNot:
        'Remove the stray variables: `unset ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN`, then start `claude` again.',
      estimateMinutes: 1,
      required: true,
      dependsOn: [
        'claude-code.sign-in',
        'claude-code.store-anthropic-api-key',
        'claude-code.store-claude-code-oauth-token',
      ],
    },
    {
      id: 'claude-code.smoke-test',
      title: 'Ask Claude for one word',
      phase: 'agent',
      where: 'local',
      as: 'agent',
      why: 'It proves the credential, the network and the plan at once.',
      actions: [{ kind: 'command', command: 'claude -p "Reply with the single word ready"' }],
      expect: { text: '`ready`', match: { kind: 'regex', value: '(?i)^\\s*ready\\.?\\s*$' } },
      ifNot: 'Read the error, not the exit code.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['claude-code.status'],
    },
    forgetStep('claude-code', [apiKey.key], {
      phase: 'agent',
      dependsOn: ['claude-code.smoke-test'],
      when: [byApiKey],
    }),
    forgetStep('claude-code', [token.key], {
      phase: 'agent',
      dependsOn: ['claude-code.smoke-test'],
      when: [byToken],
    }),
  ],
  version: 1,
});
