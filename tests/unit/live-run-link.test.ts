import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LinkState, RunLink } from '@/components/runbook/run-link';
import type { ChangesSince, RunChange } from '@/lib/runbook/run-change';

/** The browser's EventSource, with the network played by the test. */
class Stream {
  static all: Stream[] = [];
  onerror: (() => void) | null = null;
  closed = false;
  readonly url: string;
  readonly #listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  constructor(url: string) {
    this.url = url;
    Stream.all.push(this);
  }

  addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void): void {
    this.#listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data: object = {}, lastEventId = ''): void {
    this.#listeners.get(name)?.({ data: JSON.stringify(data), lastEventId });
  }
}

const change = (seq: number): RunChange => ({
  source: 'log',
  seq,
  kind: 'noted',
  stepId: 'step-1',
  revision: null,
  by: 'Dana',
  byId: 'dana',
  at: '2026-11-22T10:00:00.000Z',
  words: 'noted',
  text: String(seq),
  matched: null,
});

const nobody = { count: 0, people: [] };
let heard: number[];
let clocks: string[];
let states: LinkState[];
let stale: number;
let asked: string[];
let answer: (address: string) => Response | Promise<Response>;
let link: RunLink;

const latest = () => {
  const stream = Stream.all.at(-1);
  if (stream === undefined) throw new Error('No stream was opened.');
  return stream;
};

beforeEach(() => {
  vi.useFakeTimers();
  Stream.all = [];
  heard = [];
  clocks = [];
  states = [];
  stale = 0;
  asked = [];
  answer = () => Response.error();
  vi.stubGlobal('EventSource', Stream);
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address);
    return answer(address);
  });
  link = new RunLink({
    address: '/api/runbooks/r',
    from: { log: 10, secrets: 2 },
    onChanges: (changes) => heard.push(...changes.map(({ seq }) => seq)),
    onWatchers: () => undefined,
    onClock: (at) => clocks.push(at),
    onStale: () => {
      stale += 1;
    },
    onState: (state) => states.push(state),
  });
  link.open();
});

afterEach(() => {
  link.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const since = (changes: RunChange[] | null, cursor: string): ChangesSince => ({
  cursor,
  at: '2026-11-22T10:00:00.000Z',
  watchers: nobody,
  changes,
});

async function failTimes(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(5_000);
  }
}

describe('live-run-link: a page’s line to its run', () => {
  test('it begins where the page was made and goes on where it was cut off', async () => {
    expect(latest().url).toBe('/api/runbooks/r/events?after=10.2');
    latest().say('hello');
    latest().say('change', change(11), '11.2');
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(latest().url).toBe('/api/runbooks/r/events?after=11.2');
    latest().say('hello');
    latest().say('change', change(12), '12.2');
    expect(heard).toEqual([11, 12]);
    expect(states).toEqual(['live', 'connecting', 'live']);
  });

  test('a stream that was given up says nothing any more', async () => {
    const old = latest();
    old.say('hello');
    old.onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
    old.say('change', change(11));
    expect(heard).toEqual([]);
    expect(old.closed).toBe(true);
  });

  test('each failure waits longer than the one before', async () => {
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Stream.all).toHaveLength(2);
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(999);
    expect(Stream.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(Stream.all).toHaveLength(3);
  });

  test('a proxy that keeps the stream to itself counts as a failure, and so does a silent one', async () => {
    await vi.advanceTimersByTimeAsync(8_000);
    expect(latest().closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    latest().say('hello');
    const second = latest();
    await vi.advanceTimersByTimeAsync(39_000);
    second.say('beat', { behind: false });
    await vi.advanceTimersByTimeAsync(39_000);
    expect(second.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(second.closed).toBe(true);
  });

  test('after three failures it asks every ten seconds, says so, and misses nothing', async () => {
    answer = () => Response.json(since([change(11), change(12)], '12.2'));
    await failTimes(3);
    expect(states.at(-1)).toBe('asking');
    expect(asked[0]).toMatch(/^\/api\/runbooks\/r\/changes\?after=10\.2&page=[0-9a-f-]{36}$/);
    answer = () => Response.json(since([change(13)], '13.2'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked[1]).toContain('after=12.2');
    expect(heard).toEqual([11, 12, 13]);
  });

  test('while it asks it tries the stream again, and goes back to it', async () => {
    answer = () => Response.json(since([], '10.2'));
    await failTimes(3);
    const before = Stream.all.length;
    while (Stream.all.length === before) await vi.advanceTimersByTimeAsync(1_000);
    latest().say('hello');
    expect(states.at(-1)).toBe('live');
    const answers = asked.length;
    latest().say('beat', { behind: false });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked.length).toBe(answers);
  });

  test('what time it is on the server is heard from the stream, and from its answers', async () => {
    latest().say('hello', { at: '2026-11-22T09:50:00.000Z' });
    expect(clocks).toEqual(['2026-11-22T09:50:00.000Z']);
    answer = () => Response.json(since([], '10.2'));
    await failTimes(3);
    expect(clocks.at(-1)).toBe('2026-11-22T10:00:00.000Z');
  });

  test('no answer at all is said, and asked again until there is one', async () => {
    await failTimes(3);
    expect(states.at(-1)).toBe('offline');
    answer = () => Response.json(since([change(11)], '11.2'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(states.at(-1)).toBe('asking');
    expect(heard).toEqual([11]);
  });

  test('a session that ended stops it, by the stream’s word or by the answer', async () => {
    latest().say('hello');
    latest().say('end', { why: 'signed-out' });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(states.at(-1)).toBe('signed-out');
    expect(Stream.all).toHaveLength(1);
  });

  test('a refused session stops it', async () => {
    answer = () => new Response(null, { status: 401 });
    await failTimes(3);
    const streams = Stream.all.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(states.at(-1)).toBe('signed-out');
    expect(Stream.all.length).toBe(streams);
    expect(asked).toHaveLength(1);
  });

  test('a server that stops is not a failure: the page comes back to whichever answers', async () => {
    latest().say('hello');
    latest().say('end', { why: 'restarting' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Stream.all).toHaveLength(2);
    expect(asked).toEqual([]);
  });

  test('too much missed reads the page again and goes on from there', async () => {
    latest().say('hello');
    latest().say('stale', {}, '400.9');
    latest().onerror?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stale).toBe(1);
    expect(latest().url).toContain('after=400.9');
  });

  test('while nobody looks it holds no connection, and goes on from where it was', () => {
    latest().say('hello');
    latest().say('change', change(11), '11.2');
    link.pause();
    expect(latest().closed).toBe(true);
    link.open();
    expect(latest().url).toContain('after=11.2');
  });
});
