import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ListLink } from '@/components/runbook/list-link';
import { whileLookedAt } from '@/components/runbook/while-looked-at';

/** The browser's EventSource, with the network played by the test. */
class Stream {
  static all: Stream[] = [];
  onerror: (() => void) | null = null;
  closed = false;
  readonly url: string;
  readonly #listeners = new Map<string, (event: { data: string }) => void>();

  constructor(url: string) {
    this.url = url;
    Stream.all.push(this);
  }

  addEventListener(name: string, listener: (event: { data: string }) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data: object = {}): void {
    this.#listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}

let shown: string;
let moved: string[];
let link: ListLink;

const latest = () => {
  const stream = Stream.all.at(-1);
  if (stream === undefined) throw new Error('No stream was opened.');
  return stream;
};
const open = () => Stream.all.filter(({ closed }) => !closed).length;

beforeEach(() => {
  vi.useFakeTimers();
  Stream.all = [];
  shown = '1';
  moved = [];
  vi.stubGlobal('EventSource', Stream);
  link = new ListLink({ shown: () => shown, onMoved: (mark) => moved.push(mark) });
});

afterEach(() => {
  link.pause();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('live-list-link: how a page hears that its list moved', () => {
  test('it says what the page shows whenever it connects, so that nothing is missed in between', async () => {
    link.open();
    expect(latest().url).toBe('/api/runbooks/events?from=1');
    latest().say('hello');
    latest().say('moved', { mark: '2' });
    expect(moved).toEqual(['2']);
    shown = '2';
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(latest().url).toBe('/api/runbooks/events?from=2');
  });

  test('a stream that was given up says nothing any more', async () => {
    link.open();
    const old = latest();
    old.onerror?.();
    old.say('moved', { mark: '2' });
    expect(moved).toEqual([]);
    expect(old.closed).toBe(true);
  });

  test('a proxy that keeps the stream to itself is asked less and less often, and once a minute at least', async () => {
    link.open();
    await vi.advanceTimersByTimeAsync(600_000);
    const often = Stream.all.length;
    expect(open()).toBeLessThanOrEqual(1);
    await vi.advanceTimersByTimeAsync(600_000);
    // Eight seconds of patience, then between half a minute and a whole one.
    expect(Stream.all.length - often).toBeGreaterThanOrEqual(8);
    expect(Stream.all.length - often).toBeLessThanOrEqual(16);
  });

  test('a stream without a sign of life is given up, and one that beats is not', async () => {
    link.open();
    latest().say('hello');
    await vi.advanceTimersByTimeAsync(39_000);
    latest().say('beat', { behind: false });
    await vi.advanceTimersByTimeAsync(39_000);
    expect(latest().closed).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(Stream.all[0]?.closed).toBe(true);
  });

  test('a session that ended stops it for good; a server that stops does not', async () => {
    link.open();
    latest().say('end', { why: 'restarting' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Stream.all).toHaveLength(2);
    latest().say('end', { why: 'signed-out' });
    await vi.advanceTimersByTimeAsync(120_000);
    link.open();
    expect(Stream.all).toHaveLength(2);
    expect(open()).toBe(0);
  });
});

describe('live-list-link: only while somebody looks', () => {
  let page: EventTarget & { visibilityState: string };
  let leave: () => void;

  const turn = (visibilityState: string) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const begin = (visibilityState: string, untouchedMillis?: number) => {
    page = Object.assign(new EventTarget(), { visibilityState });
    vi.stubGlobal('document', page);
    vi.stubGlobal('window', new EventTarget());
    leave = whileLookedAt(link, untouchedMillis);
  };

  afterEach(() => leave());

  test('a tab in the background gives its connection back after a minute, and takes it up when it is seen', () => {
    begin('visible');
    turn('hidden');
    latest().say('hello');
    vi.advanceTimersByTime(30_000);
    latest().say('beat');
    vi.advanceTimersByTime(29_000);
    expect(open()).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(open()).toBe(0);
    vi.advanceTimersByTime(300_000);
    expect(Stream.all).toHaveLength(1);
    turn('visible');
    expect(open()).toBe(1);
  });

  test('a tab that was opened in the background takes none until it is seen', () => {
    begin('hidden');
    vi.advanceTimersByTime(300_000);
    expect(Stream.all).toHaveLength(0);
    turn('visible');
    expect(open()).toBe(1);
  });

  test('a page that comes back from the browser’s memory, or finds the network again, connects at once', () => {
    begin('visible');
    latest().say('hello');
    window.dispatchEvent(new Event('pagehide'));
    expect(open()).toBe(0);
    window.dispatchEvent(new Event('pageshow'));
    expect(open()).toBe(1);
    latest().onerror?.();
    window.dispatchEvent(new Event('online'));
    expect(open()).toBe(1);
  });

  test('a page that nobody touches for so long rests until somebody does', () => {
    begin('visible', 3_600_000);
    for (let hour = 0; hour < 3; hour += 1) {
      vi.advanceTimersByTime(3_599_000);
      latest().say('hello');
      window.dispatchEvent(new Event('keydown'));
    }
    expect(open()).toBe(1);
    vi.advanceTimersByTime(3_600_000);
    expect(open()).toBe(0);
    window.dispatchEvent(new Event('pointerdown'));
    expect(open()).toBe(1);
  });

  test('once it is over nothing opens it again', () => {
    begin('visible');
    leave();
    link.pause();
    turn('visible');
    window.dispatchEvent(new Event('online'));
    expect(open()).toBe(0);
  });
});
