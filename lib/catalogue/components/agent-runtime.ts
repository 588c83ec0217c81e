import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const gatewayToken: Slot = {
  id: 'agent-runtime.gateway-token',
  key: 'AGENT_GATEWAY_TOKEN',
  exported: true,
  name: 'gateway token',
  promptLabel: 'Gateway token',
  description: 'Whoever talks to the agent on this machine shows it.',
  tag: 'our-managed',
  class: 'per_install_generated',
  format: {
    pattern: '^[A-Za-z0-9_-]{43}$',
    strength: 'firm',
    length: 43,
    hint: '43 characters: letters, digits, - and _',
  },
  generator: { kind: 'random', length: 43, charset: 'alnum' },
  whereToGet: null,
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'Dies with the agent: remove the LaunchAgent and delete the keychain item.',
};

const wrapper = `mkdir -p ~/bin && cat > ~/bin/agent-run <<'END'
#!/bin/zsh
export PATH="$HOME/.local/bin:/opt/homebrew/bin:$PATH"
{exports}
exec {setting:agent-runtime.program}
END
chmod 700 ~/bin/agent-run && ls -l ~/bin/agent-run`;

const launchAgent = `mkdir -p ~/Library/LaunchAgents && cat > ~/Library/LaunchAgents/com.{us}.agent.plist <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>com.{us}.agent</string>
  <key>ProgramArguments</key><array><string>/Users/{agent}/bin/agent-run</string></array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><true/>
</dict></plist>
END`;

export const agentRuntime = defineComponent({
  id: 'agent-runtime',
  number: 13,
  name: 'Agent runtime',
  summary: 'The agent as a service of its own user, with its secrets read from the keychain.',
  group: 'agent',
  estimateMinutes: 15,
  settings: [
    {
      key: 'agent-runtime.program',
      label: 'Program that runs the agent',
      hint: 'Its name on the PATH.',
      kind: 'text',
      format: {
        pattern: '^[a-z][a-z0-9-]{0,40}$',
        strength: 'firm',
        hint: 'a program name: lower-case letters, digits and hyphens',
      },
      required: true,
      default: 'agent',
      inCommands: true,
      captured: 'wizard',
    },
  ],
  slots: [gatewayToken],
  steps: [
    storeSecretStep(gatewayToken, {
      phase: 'agent',
      why: 'The agent answers only to those who know it.',
    }),
    forgetStep('agent-runtime', [gatewayToken.key], {
      phase: 'agent',
      dependsOn: ['agent-runtime.store-agent-gateway-token'],
    }),
    {
      id: 'agent-runtime.wrapper',
      title: 'Write the wrapper that reads the keychain',
      phase: 'finish',
      where: 'local',
      as: 'agent',
      why: 'Secrets stay in the keychain. No file and no plist holds one.',
      actions: [
        {
          kind: 'command',
          command: wrapper,
          note: 'One line for each stored secret. Copy all of it at once.',
        },
      ],
      expect: {
        text: '`-rwx------` at the start of the line.',
        match: { kind: 'regex', value: '^-rwx------' },
      },
      ifNot:
        'Set the rights: `chmod 700 ~/bin/agent-run`. The program needs arguments: add them to the last line.',
      estimateMinutes: 3,
      required: true,
      dependsOn: [
        'agent-runtime.store-agent-gateway-token',
        'openrouter.store-openrouter-api-key',
        'heartbeat.store-heartbeat-url',
      ],
    },
    {
      id: 'agent-runtime.launch-agent',
      title: 'Start the agent with launchd',
      phase: 'finish',
      where: 'screen-sharing',
      as: 'agent',
      why: 'launchd starts it at login and starts it again when it stops.',
      actions: [
        { kind: 'command', command: launchAgent },
        {
          kind: 'command',
          command: 'launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/com.{us}.agent.plist',
        },
        { kind: 'command', command: 'launchctl print gui/$(id -u)/com.{us}.agent | grep state' },
      ],
      expect: { text: '`state = running`', match: { kind: 'contains', value: 'state = running' } },
      ifNot:
        'Agents in gui/ start only after login: log in as {agent} on the screen, see the FileVault decision. It starts and stops: run ~/bin/agent-run by hand and read the error.',
      estimateMinutes: 5,
      required: true,
      dependsOn: ['agent-runtime.wrapper'],
      captures: [{ kind: 'version' }],
    },
    {
      id: 'agent-runtime.loopback',
      title: 'Check that it listens to this Mac only',
      phase: 'finish',
      where: 'local',
      as: 'agent',
      why: 'Nobody else in the office gets to talk to it.',
      actions: [
        { kind: 'command', command: 'lsof -nP -iTCP -sTCP:LISTEN | grep {setting:agent-runtime.program}' },
      ],
      expect: {
        text: 'Only `127.0.0.1`, on every line. Paste the output alone.',
        match: { kind: 'regex', value: '\\A(?:\\S+ .*TCP 127\\.0\\.0\\.1:\\d+ \\(LISTEN\\)\\s*)+\\z' },
      },
      ifNot:
        'Another address or `*`: set the bind address in the agent’s configuration to 127.0.0.1, then check again.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['agent-runtime.launch-agent'],
    },
    {
      id: 'agent-runtime.survives-restart',
      title: 'Check that it survives a restart',
      phase: 'finish',
      where: 'local',
      why: 'The client will not start it by hand.',
      actions: [
        { kind: 'instruction', text: 'Restart the Mac the way the FileVault decision says. Wait 5 minutes.' },
        {
          kind: 'command',
          command: 'launchctl print gui/$(id -u)/com.{us}.agent | grep state',
          note: 'As {agent}.',
        },
      ],
      expect: {
        text: '`state = running`, within 5 minutes.',
        match: { kind: 'contains', value: 'state = running' },
      },
      ifNot:
        'Nobody is logged in as {agent}: it starts after login only. Otherwise repeat “Start the agent with launchd”.',
      estimateMinutes: 6,
      required: true,
      dependsOn: ['agent-runtime.loopback', 'power.set'],
    },
  ],
  version: 1,
});
