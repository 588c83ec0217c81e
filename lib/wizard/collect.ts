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

/** The message to the client with the questions that the runbook waits for. */
export function questionsText(clientName: string, items: readonly ToAnswer[]): string {
  return [
    `For ${clientName}, we need your answers to these before we can go on:`,
    items.map((item, at) => `${at + 1}. ${question(item)}`).join('\n'),
    'None of them asks for a password or a key. Never send us one, by any channel.',
  ].join('\n\n');
}

function question({ componentName, label, expected, choices, whereToGet }: ToAnswer): string {
  return [
    `${componentName}: ${toClient(label)}`,
    ...choices.map((choice) => `   - ${toClient(choice)}`),
    ...(expected === null ? [] : [`   Expected: ${expected}`]),
    ...(whereToGet === null ? [] : [place(whereToGet)]),
  ].join('\n');
}

/**
 * The message to the client about what is still needed from them: names and where to find things. It asks for the
 * place where a value is kept, never for the value: what comes by mail or chat would have to be replaced.
 */
export function collectText(clientName: string, items: readonly ToCollect[]): string {
  const before = items.filter((item) => !item.duringRun);
  const during = items.filter((item) => item.duringRun);
  const parts = [`For ${clientName}, this is still open with you:`];
  if (before.length > 0) {
    parts.push(
      'Please put these into your password vault, and send us only where each one is kept, such as op://vault/item/field. Never send the value itself, by any channel.',
      before.map((item, at) => `${at + 1}. ${line(item)}`).join('\n'),
    );
  }
  if (during.length > 0) {
    parts.push(
      'On the day of the set-up, please be at hand for these:',
      during.map((item) => `- ${item.componentName}: ${toClient(item.promptLabel)}`).join('\n'),
    );
  }
  return parts.join('\n\n');
}

function line({ componentName, promptLabel, whereToGet }: ToCollect): string {
  const what = `${componentName}: ${toClient(promptLabel)}`;
  return whereToGet === null ? what : `${what}\n${place(whereToGet)}`;
}

function place({ label, url }: NonNullable<ToCollect['whereToGet']>): string {
  const address = url === undefined ? '' : ` (${url})`;
  return `   Where to get it: ${toClient(label)}${address}`;
}

/** The catalogue speaks about the client; a message speaks to them. */
function toClient(words: string): string {
  return words.replace(/\bthe client['’]s\b/g, 'your').replace(/\bThe client['’]s\b/g, 'Your');
}
