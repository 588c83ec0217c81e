import { defineComponent } from '@/lib/catalogue/schema';

/** A pattern for three lines whose order macOS does not promise. */
function inAnyOrder(one: string, two: string, three: string): string {
  const orders = [
    [one, two, three],
    [one, three, two],
    [two, one, three],
    [two, three, one],
    [three, one, two],
    [three, two, one],
  ];
  return orders.map((lines) => lines.map((line) => `^\\s*${line}\\b`).join('[\\s\\S]*')).join('|');
}

export const power = defineComponent({
  id: 'power',
  number: 4,
  name: 'Power',
  summary: 'The Mac stays awake, and starts by itself after a power cut.',
  group: 'machine',
  estimateMinutes: 5,
  bring: [
    { by: 'us', what: 'A phone, for the photo that proves the restart' },
    { by: 'client', what: 'A socket whose plug may be pulled for ten seconds' },
  ],
  settings: [],
  slots: [],
  steps: [
    {
      id: 'power.set',
      title: 'Set the power rules',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'A sleeping Mac runs no agents.',
      actions: [
        {
          kind: 'command',
          command: 'sudo pmset -a sleep 0 disksleep 0 displaysleep 10 womp 1 autorestart 1',
        },
      ],
      expect: { text: 'No output.' },
      ifNot:
        'Read the message: it names the setting this Mac does not know. Leave that one out and run it again.',
      estimateMinutes: 1,
      required: true,
    },
    {
      id: 'power.verify',
      title: 'Check the power rules',
      phase: 'machine',
      where: 'local',
      as: 'admin',
      why: 'The setting counts, not the command that set it.',
      actions: [{ kind: 'command', command: "pmset -g | grep -E '^ *(sleep|autorestart|womp)'" }],
      expect: {
        text: '`sleep 0`, `autorestart 1`, `womp 1`, in any order.',
        match: { kind: 'regex', value: inAnyOrder('sleep\\s+0', 'autorestart\\s+1', 'womp\\s+1') },
      },
      ifNot: 'macOS 26.5: System Settings → Energy → turn on “Start up automatically after a power failure”.',
      estimateMinutes: 1,
      required: true,
      dependsOn: ['power.set'],
    },
    {
      id: 'power.prove',
      title: 'Pull the plug',
      phase: 'finish',
      where: 'local',
      why: 'A power cut happens sooner or later. Better today, with you beside it.',
      actions: [{ kind: 'instruction', text: 'Pull the plug for 10 seconds, then put it back.' }],
      expect: { text: 'The Mac starts alone and reaches the state the FileVault decision promises.' },
      ifNot: 'Repeat “Check the power rules”. It does not start: the outlet or the UPS may cut power to it.',
      estimateMinutes: 3,
      required: true,
      dependsOn: [
        'power.verify',
        'filevault.remote-unlock',
        'filevault.planned-restart',
        'filevault.leave-off',
      ],
      evidence: 'A photo or a note of what the screen showed.',
    },
  ],
  version: 1,
});
