import type { Action, Slot, Step } from '@/lib/catalogue/schema';

/**
 * The shared steps by which a secret reaches the Mac: S0 keeps the shell's history clean, S1 reads the value,
 * S2 stores it in the login keychain, S3 proves the length stored, S4 forgets it. The leading space of a
 * command is deliberate: after S0 it keeps the line out of the history.
 */
type SecretSlot = Pick<Slot, 'id' | 'key' | 'name' | 'tag' | 'format' | 'required' | 'when'>;

export const adminHistoryStepId = 'mac-identity.private-history';
export const agentHistoryStepId = 'mac-accounts.agent-private-history';

const unlock = 'security unlock-keychain ~/Library/Keychains/login.keychain-db';

/** S0 as a step of its own. `id` says for whose shell. */
export function privateHistoryStep(options: {
  id: string;
  title: string;
  phase: Step['phase'];
  as: 'admin' | 'agent';
  dependsOn: string[];
}): Step {
  return {
    ...options,
    where: 'local',
    why: 'zsh keeps a line with a leading space out of its history only after this. Every step that handles a secret counts on it.',
    actions: [
      {
        kind: 'command',
        command: 'setopt HIST_IGNORE_SPACE',
        note: 'Once in every Terminal window. Repeat it whenever you open a new one.',
        alternatives: [
          {
            kind: 'command',
            label: 'For every new window of this user',
            command: "echo 'setopt HIST_IGNORE_SPACE' >> ~/.zshrc && setopt HIST_IGNORE_SPACE",
          },
        ],
      },
    ],
    expect: { text: 'No output.' },
    ifNot: 'The shell is bash: run `zsh` first, then this line again.',
    estimateMinutes: 1,
    required: true,
  };
}

/** S1: read the value from the paste without showing or recording it, and print its length. */
export function readSecret(slot: SecretSlot): Action[] {
  const { key } = slot;
  const length = `echo "\${#${key}} chars"`;
  return [
    {
      kind: 'command',
      command: ` read -rs "${key}?Paste ${key}, then Return: " && export ${key}; ${length}`,
      note: 'Paste this line with its leading space and press Return. It waits for the value and does not show it.',
      alternatives: [
        {
          kind: 'command',
          label: 'From the clipboard, on this Mac only',
          command: ` export ${key}="$(pbpaste)"; pbcopy </dev/null; ${length}`,
          note: 'Type the line first, copy the value, then press Return. Over SSH pbpaste reads the Mac’s own clipboard: use the paste form.',
        },
        ...exportLine(slot),
      ],
    },
    {
      kind: 'secret',
      slot: slot.id,
      after: 'Paste it at the prompt and press Return.',
    },
  ];
}

/** S1c exists only for values we hold: nobody can copy a line around a value that is not ours. */
function exportLine(slot: SecretSlot) {
  if (slot.tag !== 'our-managed') return [];
  return [
    {
      kind: 'secret-line' as const,
      label: 'One line, copied whole',
      slot: slot.id,
      note: `Only after setopt HIST_IGNORE_SPACE, with the leading space. Then \`echo \${#${slot.key}}\` prints the length. If setopt was missed, the key counts as exposed: rotate it and remove the line from the history.`,
    },
  ];
}

/** S2 and S3: store the exported value in the login keychain, then count what was stored. */
export function storeInKeychain(slot: SecretSlot): Action[] {
  const item = `{client}.${slot.key}`;
  return [
    {
      kind: 'command',
      command: ` printf 'add-generic-password -U -a "%s" -s "${item}" -w "%s"\\n' "$USER" "$${slot.key}" | security -i`,
      note: 'Prints nothing. printf is built into the shell, so the value never shows in the process list.',
    },
    {
      kind: 'command',
      command: `security find-generic-password -a "$USER" -s "${item}" -w | tr -d '\\n' | wc -c`,
      note: 'Counts what the keychain holds. An exit code proves nothing here: an item cut short or empty is stored without an error.',
    },
  ];
}

/** S4: drop the variables from the shell and empty the Mac's clipboard. */
export function forget(...keys: string[]): Action {
  return { kind: 'command', command: ` unset ${keys.join(' ')}; pbcopy </dev/null` };
}

/** Brings a stored value back into a new shell, for the checks that need it. */
export function loadFromKeychain(key: string): string {
  return ` export ${key}="$(security find-generic-password -a "$USER" -s "{client}.${key}" -w)"`;
}

/** A command that uses stored values, with the way to load them again in a window that lacks them. */
export function commandWithSecrets(command: string, keys: string[], note?: string): Action {
  return {
    kind: 'command',
    command,
    ...(note ? { note } : {}),
    alternatives: keys.map((key) => ({
      kind: 'command' as const,
      label: `New window? Load ${key} first`,
      command: loadFromKeychain(key),
    })),
  };
}

interface StoreOptions {
  why: string;
  phase: Step['phase'];
  title?: string;
  dependsOn?: string[];
  estimateMinutes?: number;
  /** Further advice, after the shared advice. */
  ifNot?: string;
}

/** S1, S2 and S3 as one step in the agent's own shell, for slots that become environment variables. */
export function storeSecretStep(slot: SecretSlot, options: StoreOptions): Step {
  const count = slot.format?.length;
  const [component] = slot.id.split('.');
  return {
    id: `${component}.store-${slot.key.toLowerCase().replaceAll('_', '-')}`,
    title: options.title ?? `Store the ${slot.name}`,
    phase: options.phase,
    where: 'local',
    as: 'agent',
    why: options.why,
    actions: [...readSecret(slot), ...storeInKeychain(slot)],
    expect: {
      text: count
        ? `\`${count} chars\` after the paste, then ${count} from the keychain.`
        : 'The number of characters after the paste, then the same number from the keychain.',
      match: { kind: 'slot-length', slot: slot.id },
    },
    ifNot: [storeAdvice(slot), options.ifNot].filter(Boolean).join(' '),
    estimateMinutes: options.estimateMinutes ?? 2,
    required: slot.required,
    dependsOn: [agentHistoryStepId, ...(options.dependsOn ?? [])],
    ...(slot.when ? { when: slot.when } : {}),
    captures: [{ kind: 'slot', slot: slot.id }],
  };
}

function storeAdvice(slot: SecretSlot): string {
  const missing =
    slot.tag === 'client-supplied' ? 'No value yet: mark the step blocked, waiting for the client. ' : '';
  return (
    `${missing}0 or another length after the paste: copy again, watch for a stray space. ` +
    'Another length from the keychain: repeat the store line; a value with " or \\ in it does not survive it. ' +
    `Keychain locked (over SSH): ${unlock}, or use Screen Sharing.`
  );
}

interface ForgetOptions {
  phase: Step['phase'];
  dependsOn: string[];
  when?: Step['when'];
}

/** S4 as the last step of a component. */
export function forgetStep(component: string, keys: string[], options: ForgetOptions): Step {
  return {
    id: `${component}.forget-${keys.join('-').toLowerCase().replaceAll('_', '-')}`,
    title: `Forget ${keys.join(' and ')}`,
    phase: options.phase,
    where: 'local',
    as: 'agent',
    why: 'The keychain holds the value now. The shell and the clipboard do not need it any more.',
    actions: [forget(...keys)],
    expect: { text: 'No output.' },
    ifNot: 'Close the Terminal window.',
    estimateMinutes: 1,
    required: true,
    dependsOn: options.dependsOn,
    ...(options.when ? { when: options.when } : {}),
  };
}
