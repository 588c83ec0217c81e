/** What is left of a value once a way of copying it was taken, in one line each. */
export const COPY_LEAVES = {
  value: 'Leaves the value on this computer’s clipboard for 30 s, and nowhere else.',
  line: 'Leaves the value on the clipboard for 30 s, in this shell and its programs until unset, and in the shell’s history if setopt was missed.',
} as const;

const WAYS: readonly [command: RegExp, leaves: string][] = [
  [
    /^\s*read -rs\b/,
    'Leaves the value in this shell and its programs until unset; nothing on the screen, in the history or in the process list.',
  ],
  [
    /\bexport \w+="\$\(pbpaste\)"/,
    'Leaves the value in this shell and its programs until unset; the Mac’s clipboard is emptied, the history holds no value.',
  ],
  [
    /\|\s*security -i\b/,
    'Leaves the value in the login keychain, where every program of this user can read it; nothing in the history or in the process list.',
  ],
  [
    /\bexport \w+="\$\(security find-generic-password\b/,
    'Leaves the value in this shell and its programs until unset; nothing in the history or on the clipboard.',
  ],
  [
    /^\s*unset\b/,
    'Leaves nothing in this shell and nothing on the Mac’s clipboard. Other windows keep theirs.',
  ],
];

/** What a command leaves of the value it handles; null for one that handles none. */
export function leavesBehind(command: string): string | null {
  return WAYS.find(([way]) => way.test(command))?.[1] ?? null;
}

/** Whether a command needs the login keychain, which is locked in a shell over SSH. */
export function usesKeychain(command: string): boolean {
  return /\bsecurity (?:-i\b|(?:add|find|delete)-(?:generic|internet)-password\b)/.test(command);
}
