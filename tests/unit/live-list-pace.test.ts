import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchInBetween } from '@/components/runbook/in-between';
import { RefreshPace } from '@/components/runbook/refresh-pace';

/** The spread over time is at most so much. */
const SPREAD = 400;

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('live-list-pace: when a list that moved is read anew', () => {
  let shown: string;
  let busy: boolean;
  let refreshes: number;
  let pace: RefreshPace;

  beforeEach(() => {
    shown = '1';
    busy = false;
    refreshes = 0;
    const refresh = () => {
      refreshes += 1;
    };
    pace = new RefreshPace({ refresh, shown: () => shown, isBusy: () => busy });
  });

  const arrive = (mark: string) => {
    shown = mark;
    pace.arrived();
  };

  test('at once the first time, and then every two seconds at most, with the last word', () => {
    pace.ask('2');
    vi.advanceTimersByTime(SPREAD);
    expect(refreshes).toBe(1);
    arrive('2');
    for (const mark of ['3', '4', '5']) pace.ask(mark);
    vi.advanceTimersByTime(2_000 - SPREAD - 1);
    expect(refreshes).toBe(1);
    vi.advanceTimersByTime(SPREAD + 1);
    expect(refreshes).toBe(2);
    arrive('5');
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(2);
  });

  test('never while the one before is under way, and then once for all that came meanwhile', () => {
    pace.ask('2');
    vi.advanceTimersByTime(SPREAD);
    pace.ask('3');
    pace.ask('4');
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(1);
    arrive('2');
    vi.advanceTimersByTime(SPREAD);
    expect(refreshes).toBe(2);
    arrive('4');
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(2);
  });

  test('not while somebody is in the middle of something, and as soon as they are done', () => {
    busy = true;
    pace.ask('2');
    vi.advanceTimersByTime(60_000);
    pace.ask('3');
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(0);
    busy = false;
    vi.advanceTimersByTime(500);
    expect(refreshes).toBe(1);
  });

  test('not when the page shows it already', () => {
    busy = true;
    pace.ask('2');
    vi.advanceTimersByTime(1_000);
    shown = '2';
    busy = false;
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(0);
    pace.ask('3');
    vi.advanceTimersByTime(SPREAD);
    expect(refreshes).toBe(1);
  });

  test('many asks, one a second, put nothing off', () => {
    for (let second = 0; second < 20; second += 1) {
      pace.ask(`m${second}`);
      vi.advanceTimersByTime(1_000);
      pace.arrived();
    }
    expect(refreshes).toBeGreaterThanOrEqual(8);
    expect(refreshes).toBeLessThanOrEqual(10);
  });

  test('not after the page was left', () => {
    pace.ask('2');
    pace.stop();
    vi.advanceTimersByTime(60_000);
    expect(refreshes).toBe(0);
  });
});

describe('live-list-pace: what a page is left alone for', () => {
  class Field extends EventTarget {
    matches(selector: string): boolean {
      return selector.includes('input');
    }
  }

  const field = new Field();
  let page: EventTarget & {
    visibilityState: string;
    activeElement: Field | null;
    querySelector: () => Field | null;
  };
  let network: { onLine: boolean };
  let inBetween: ReturnType<typeof watchInBetween>;

  beforeEach(() => {
    page = Object.assign(new EventTarget(), {
      visibilityState: 'visible',
      activeElement: null,
      querySelector: () => null,
    });
    network = { onLine: true };
    vi.stubGlobal('Element', Field);
    vi.stubGlobal('document', page);
    vi.stubGlobal('navigator', network);
    inBetween = watchInBetween();
  });

  afterEach(() => inBetween.stop());

  const press = (name: string, target: EventTarget) => {
    page.dispatchEvent(Object.defineProperty(new Event(name), 'target', { value: target }));
  };

  test('nothing, when somebody only looks', () => {
    expect(inBetween.isBusy()).toBe(false);
  });

  test.each(['keydown', 'input', 'pointerdown'])(
    'a field with the focus, until three seconds after the last %s',
    (name) => {
      page.activeElement = field;
      expect(inBetween.isBusy()).toBe(false);
      press(name, field);
      vi.advanceTimersByTime(2_900);
      expect(inBetween.isBusy()).toBe(true);
      press(name, field);
      vi.advanceTimersByTime(2_900);
      expect(inBetween.isBusy()).toBe(true);
      vi.advanceTimersByTime(100);
      expect(inBetween.isBusy()).toBe(false);
    },
  );

  test('a field no longer once the focus has left it', () => {
    page.activeElement = field;
    press('keydown', field);
    page.activeElement = null;
    expect(inBetween.isBusy()).toBe(false);
  });

  test('a dialog or a popover that is open', () => {
    page.querySelector = () => field;
    expect(inBetween.isBusy()).toBe(true);
  });

  test('a tab that nobody sees, and a device without a network', () => {
    page.visibilityState = 'hidden';
    expect(inBetween.isBusy()).toBe(true);
    page.visibilityState = 'visible';
    network.onLine = false;
    expect(inBetween.isBusy()).toBe(true);
  });
});
