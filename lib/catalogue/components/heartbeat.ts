import { defineComponent, type Slot } from '@/lib/catalogue/schema';
import { commandWithSecrets, forgetStep, storeSecretStep } from '@/lib/catalogue/secret-steps';

const address: Slot = {
  id: 'heartbeat.url',
  key: 'HEARTBEAT_URL',
  exported: true,
  name: 'heartbeat address',
  promptLabel: 'Heartbeat address of this machine',
  description: 'One check per machine in our monitor. Whoever knows the address can pretend to be alive.',
  tag: 'our-managed',
  class: 'user_prompt',
  format: {
    pattern: '^https://\\S+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    strength: 'loose',
    hint: 'an https address that ends with a UUID',
  },
  whereToGet: { label: 'Our monitor: make one check per machine' },
  required: true,
  obtained: 'before-run',
  level: 'client',
  revoke: 'Delete the check in our monitor.',
};

const script = `mkdir -p ~/bin && cat > ~/bin/heartbeat <<'END'
#!/bin/zsh
exec curl -fsS -m 10 -o /dev/null "$(security find-generic-password -a "$USER" -s "{client}.HEARTBEAT_URL" -w)"
END
chmod 700 ~/bin/heartbeat`;

const launchAgent = `mkdir -p ~/Library/LaunchAgents && cat > ~/Library/LaunchAgents/com.{us}.heartbeat.plist <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>com.{us}.heartbeat</string>
  <key>ProgramArguments</key><array><string>/Users/{agent}/bin/heartbeat</string></array>
  <key>RunAtLoad</key><true/>
  <key>StartInterval</key><integer>300</integer>
</dict></plist>
END`;

export const heartbeat = defineComponent({
  id: 'heartbeat',
  number: 16,
  name: 'Heartbeat',
  summary: 'The machine says every five minutes that it is alive.',
  group: 'agent',
  estimateMinutes: 3,
  settings: [],
  slots: [address],
  steps: [
    storeSecretStep(address, {
      phase: 'finish',
      why: 'We hear of a dead machine before the client does.',
      estimateMinutes: 1,
    }),
    {
      id: 'heartbeat.verify',
      title: 'Send one heartbeat',
      phase: 'finish',
      where: 'local',
      as: 'agent',
      why: 'The address is this machine’s, and the network lets it out.',
      actions: [commandWithSecrets(' curl -fsS -m 10 "$HEARTBEAT_URL"', [address.key])],
      expect: {
        text: '`OK`, and the board shows “seen just now”.',
        match: { kind: 'regex', value: '^OK' },
      },
      ifNot: '404: the check was deleted, make another. Timeout: the network blocks it.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['heartbeat.store-heartbeat-url'],
    },
    {
      id: 'heartbeat.launch-agent',
      title: 'Send it every five minutes',
      phase: 'finish',
      where: 'screen-sharing',
      as: 'agent',
      why: 'launchd does it from now on.',
      actions: [
        { kind: 'command', command: script },
        { kind: 'command', command: launchAgent },
        {
          kind: 'command',
          command: 'launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/com.{us}.heartbeat.plist',
        },
        {
          kind: 'command',
          command: "launchctl print gui/$(id -u)/com.{us}.heartbeat | grep 'last exit code'",
        },
      ],
      expect: { text: '`last exit code = 0`', match: { kind: 'contains', value: 'last exit code = 0' } },
      ifNot: 'Run ~/bin/heartbeat by hand and read the error. Keychain locked: do it in Screen Sharing.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['heartbeat.verify'],
    },
    forgetStep('heartbeat', [address.key], { phase: 'finish', dependsOn: ['heartbeat.verify'] }),
  ],
  version: 1,
});
