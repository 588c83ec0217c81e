/** An event as a browser's EventSource would hand it on. */
export interface HeardEvent {
  event: string;
  id: string | null;
  data: Record<string, unknown>;
}

export interface EventReader {
  /** The next event of that name; what comes before it is kept in `heard` too. Rejects when the stream ends first. */
  next: (name: string) => Promise<HeardEvent>;
  heard: HeardEvent[];
  /** Resolves when the other side has ended the stream. */
  ended: Promise<void>;
  cancel: () => Promise<void>;
}

/** Reads server-sent events from a body. */
export function readEvents(body: ReadableStream<Uint8Array> | null): EventReader {
  if (body === null) throw new Error('The answer has no body.');
  const reader = body.getReader();
  const heard: HeardEvent[] = [];
  let seen = 0;
  let isOver = false;
  let wake: () => void = () => undefined;
  const read = async () => {
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      heard.push(...blocks.map(parseBlock));
      wake();
    }
  };
  const ended = read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
      wake();
    });
  return {
    heard,
    ended,
    cancel: () => reader.cancel(),
    next: async (name) => {
      for (;;) {
        for (const event of heard.slice(seen)) {
          seen += 1;
          if (event.event === name) return event;
        }
        if (isOver) throw new Error(`The stream ended without "${name}".`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function parseBlock(block: string): HeardEvent {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const [, name = '', value = ''] = /^([a-z]+): (.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? null,
    data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
  };
}
