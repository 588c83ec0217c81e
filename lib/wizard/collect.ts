/** Something the client has to provide: its name, and where they find it. */
export interface ToCollect {
  promptLabel: string;
  componentName: string;
  whereToGet: { label: string; url?: string | undefined } | null;
  /** Signed in or made on the machine, with the client at hand. */
  duringRun: boolean;
}

/** A question that only the client can answer. It is no secret. */
export interface ToAnswer {
  componentName: string;
  label: string;
  /** What a fitting answer looks like. */
  expected: string | null;
  /** The answers to choose from; empty where anything may be written. */
  choices: string[];
  whereToGet: ToCollect['whereToGet'];
}

/** Everything the client has to have ready before somebody comes. */
export interface ToHaveReady {
  questions: readonly ToAnswer[];
  collect: readonly ToCollect[];
  leadTimes: readonly { componentName: string; says: string }[];
  /** Things and people at the client's, for the day. */
  bring: readonly string[];
}

/** One part of a message: a sentence, and what it asks for. Numbered things are waited for; the others are for the day. */
export interface MessagePart {
  lead: string;
  numbered: boolean;
  /** The thing itself, then what helps to find or choose it. */
  items: { what: string; details: string[] }[];
}

/** The message to the client with the questions that the runbook waits for. */
export function questionsText(clientName: string, items: readonly ToAnswer[]): string {
  return [
    `For ${clientName}, we need your answers to these before we can go on:`,
    ...itemLines({ lead: '', numbered: true, items: items.map(question) }),
    'None of them asks for a password or a key. Never send us one, by any channel.',
  ].join('\n\n');
}

/**
 * The message to the client about what is still needed from them: names and where to find things. It asks for the
 * place where a value is kept, never for the value: what comes by mail or chat would have to be replaced.
 */
export function collectText(clientName: string, items: readonly ToCollect[]): string {
  return asText(`For ${clientName}, this is still open with you:`, collectParts(items));
}

/** The message to the client before a visit. Empty parts are left out. */
export function readyText(clientName: string, ready: ToHaveReady): string {
  return asText(`For ${clientName}, this has to be ready before we come:`, readyParts(ready));
}

/** The same in parts, for a page or a sheet of paper. */
export function readyParts({ questions, collect, leadTimes, bring }: ToHaveReady): MessagePart[] {
  const parts: MessagePart[] = [
    {
      lead: 'Please start these now, because others need time for them:',
      numbered: false,
      items: leadTimes.map(({ componentName, says }) => ({ what: `${componentName}: ${says}`, details: [] })),
    },
    {
      lead: 'Please answer these. None of them asks for a password or a key:',
      numbered: true,
      items: questions.map(question),
    },
    ...collectParts(collect),
    {
      lead: 'On the day, please have these ready:',
      numbered: false,
      items: bring.map((what) => ({ what: toClient(what), details: [] })),
    },
  ];
  return parts.filter(({ items }) => items.length > 0);
}

function collectParts(items: readonly ToCollect[]): MessagePart[] {
  const parts: MessagePart[] = [
    {
      lead: 'Please put these into your password vault, and send us only where each one is kept, such as op://vault/item/field. Never send the value itself, by any channel.',
      numbered: true,
      items: items.filter((item) => !item.duringRun).map(thing),
    },
    {
      lead: 'On the day of the set-up, please be at hand for these:',
      numbered: false,
      items: items.filter((item) => item.duringRun).map((item) => ({ ...thing(item), details: [] })),
    },
  ];
  return parts.filter((part) => part.items.length > 0);
}

function asText(opening: string, parts: readonly MessagePart[]): string {
  return [opening, ...parts.flatMap((part) => [part.lead, ...itemLines(part)])].join('\n\n');
}

function itemLines({ items, numbered }: MessagePart): string[] {
  const lines = items.map(({ what, details }, at) =>
    [`${numbered ? `${at + 1}.` : '-'} ${what}`, ...details.map((detail) => `   ${detail}`)].join('\n'),
  );
  return [lines.join('\n')];
}

function question({
  componentName,
  label,
  expected,
  choices,
  whereToGet,
}: ToAnswer): MessagePart['items'][number] {
  return {
    what: `${componentName}: ${toClient(label)}`,
    details: [
      ...choices.map((choice) => `- ${toClient(choice)}`),
      ...(expected === null ? [] : [`Expected: ${expected}`]),
      ...place(whereToGet),
    ],
  };
}

function thing({ componentName, promptLabel, whereToGet }: ToCollect): MessagePart['items'][number] {
  return { what: `${componentName}: ${toClient(promptLabel)}`, details: place(whereToGet) };
}

function place(whereToGet: ToCollect['whereToGet']): string[] {
  if (whereToGet === null) return [];
  const address = whereToGet.url === undefined ? '' : ` (${whereToGet.url})`;
  return [`Where to get it: ${toClient(whereToGet.label)}${address}`];
}

/** The catalogue speaks about the client; a message speaks to them. */
function toClient(words: string): string {
  return words.replace(/\bthe client['’]s\b/g, 'your').replace(/\bThe client['’]s\b/g, 'Your');
}
