/** What a key does on the run page. */
export type KeyAct =
  | 'next'
  | 'previous'
  | 'open'
  | 'tick'
  | 'copy'
  | 'check'
  | 'note'
  | 'blocked'
  | 'search'
  | 'help';

/** Where the keyboard is: a step that the keys chose, nowhere, a button or link, something typed into, a dialog. */
export type KeyPlace = 'step' | 'page' | 'control' | 'field' | 'dialog';

export type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'
>;

const LETTERS: Readonly<Record<string, KeyAct>> = {
  j: 'next',
  k: 'previous',
  c: 'copy',
  v: 'check',
  n: 'note',
  b: 'blocked',
  '/': 'search',
  '?': 'help',
};
const ARROWS: Readonly<Record<string, KeyAct>> = { ArrowDown: 'next', ArrowUp: 'previous' };
const ON_STEP: Readonly<Record<string, KeyAct>> = { Enter: 'open', ' ': 'tick' };
/** Held down, only these go on: nobody wants a step ticked, or copied, twice. */
const REPEATED: readonly KeyAct[] = ['next', 'previous'];
/** On some layouts these are typed with Shift, on others without. */
const WITH_SHIFT: readonly KeyAct[] = ['search', 'help'];

/** What a press does where the keyboard is; null where it is the browser's, or somebody is typing. */
export function actOfPress(press: Press, place: KeyPlace): KeyAct | null {
  if (place === 'field' || place === 'dialog') return null;
  if (press.altKey || press.ctrlKey || press.metaKey || press.isComposing) return null;
  const act = LETTERS[letterOf(press)] ?? unlessControl(press.key, place);
  if (act === null || (press.shiftKey && !WITH_SHIFT.includes(act))) return null;
  return press.repeat && !REPEATED.includes(act) ? null : act;
}

/** A button, a link and a list have uses of their own for these. */
function unlessControl(key: string, place: KeyPlace): KeyAct | null {
  if (place === 'control') return null;
  return ARROWS[key] ?? (place === 'step' ? ON_STEP[key] : undefined) ?? null;
}

/** The letter as it is typed. A layout without Latin letters answers with the key that lies in the same place. */
function letterOf({ key, code }: Press): string {
  const letter = key.toLowerCase();
  const elsewhere = key.length === 1 && !/^[\x20-\x7e]$/.test(letter) && /^Key[A-Z]$/.test(code);
  return elsewhere ? code.slice('Key'.length).toLowerCase() : letter;
}

/** The keys as the help lists them. */
export const KEY_WORDS: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ['j', '↓'], words: 'Next step' },
  { keys: ['k', '↑'], words: 'Step before' },
  { keys: ['Enter'], words: 'Open or fold the step' },
  { keys: ['Space'], words: 'Tick the step: done' },
  { keys: ['c'], words: 'Copy the step’s first key' },
  { keys: ['v'], words: 'Paste output to check' },
  { keys: ['n'], words: 'Add a note' },
  { keys: ['b'], words: 'Blocked, with a reason' },
  { keys: ['/'], words: 'Find a step' },
  { keys: ['⌘K'], words: 'Go anywhere in the board; Ctrl K without a ⌘ key' },
  { keys: ['?'], words: 'These keys' },
];
