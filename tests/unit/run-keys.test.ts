import { describe, expect, it } from 'vitest';
import { actOfPress, type KeyAct, type KeyPlace, type Press } from '@/components/runbook/key-acts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});

const everywhere: readonly KeyPlace[] = ['step', 'page', 'control', 'field', 'dialog'];
const keys = ['j', 'k', 'c', 'v', 'n', 'b', '/', '?', 'ArrowDown', 'ArrowUp', 'Enter', ' '];

/** What each key does with the keyboard on a step, nowhere, and on a button. */
const table: readonly [
  key: string,
  onStep: KeyAct | null,
  onPage: KeyAct | null,
  onControl: KeyAct | null,
][] = [
  ['j', 'next', 'next', 'next'],
  ['k', 'previous', 'previous', 'previous'],
  ['ArrowDown', 'next', 'next', null],
  ['ArrowUp', 'previous', 'previous', null],
  ['Enter', 'open', null, null],
  [' ', 'tick', null, null],
  ['c', 'copy', 'copy', 'copy'],
  ['v', 'check', 'check', 'check'],
  ['n', 'note', 'note', 'note'],
  ['b', 'blocked', 'blocked', 'blocked'],
  ['/', 'search', 'search', 'search'],
  ['?', 'help', 'help', 'help'],
  ['x', null, null, null],
  ['Escape', null, null, null],
  ['Tab', null, null, null],
];

describe('the keys of a run', () => {
  it.each(table)(
    '%j acts on a step, on the page and on a control as it should',
    (key, step, page, control) => {
      expect(actOfPress(press(key), 'step')).toBe(step);
      expect(actOfPress(press(key), 'page')).toBe(page);
      expect(actOfPress(press(key), 'control')).toBe(control);
    },
  );

  it.each(keys)('%j does nothing while somebody types, or in a dialog', (key) => {
    expect(actOfPress(press(key), 'field')).toBeNull();
    expect(actOfPress(press(key), 'dialog')).toBeNull();
  });

  it.each(keys)(
    '%j is left to the browser with Ctrl, Alt or ⌘, and while a word is being composed',
    (key) => {
      for (const place of everywhere) {
        expect(actOfPress(press(key, { ctrlKey: true }), place)).toBeNull();
        expect(actOfPress(press(key, { altKey: true }), place)).toBeNull();
        expect(actOfPress(press(key, { metaKey: true }), place)).toBeNull();
        expect(actOfPress(press(key, { isComposing: true }), place)).toBeNull();
      }
    },
  );

  it('takes Shift for / and ?, which some layouts type with it, and for nothing else', () => {
    const taken = keys.filter((key) => actOfPress(press(key, { shiftKey: true }), 'step') !== null);
    expect(taken).toEqual(['/', '?']);
  });

  it('goes on moving while a key is held, and does nothing else twice', () => {
    const held = keys.filter((key) => actOfPress(press(key, { repeat: true }), 'step') !== null);
    expect(held).toEqual(['j', 'k', 'ArrowDown', 'ArrowUp']);
  });

  it('goes by the letter typed, whichever key that is; without Latin letters, by the place of the key', () => {
    expect(actOfPress(press('j', { code: 'KeyC' }), 'page')).toBe('next');
    expect(actOfPress(press('J', { code: 'KeyJ' }), 'page')).toBe('next');
    expect(actOfPress(press('о', { code: 'KeyJ' }), 'page')).toBe('next');
    expect(actOfPress(press('/', { code: 'Digit7', shiftKey: true }), 'page')).toBe('search');
  });
});
