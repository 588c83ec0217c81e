/** Something the client has to provide: its name, and where they find it. */
export interface ToCollect {
  promptLabel: string;
  componentName: string;
  whereToGet: { label: string; url?: string | undefined } | null;
  /** Signed in or made on the machine, with the client at hand. */
  duringRun: boolean;
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
      'Please put these into your password vault, and send us only where each one is kept, such as op://vault/item/field. Never send the value itself, by no channel.',
      before.map((item, at) => `${at + 1}. ${line(item)}`).join('\n'),
    );
  }
  if (during.length > 0) {
    parts.push(
      'On the day of the set-up, please be at hand for these:',
      during.map((item) => `- ${item.componentName}: ${item.promptLabel}`).join('\n'),
    );
  }
  return parts.join('\n\n');
}

function line({ componentName, promptLabel, whereToGet }: ToCollect): string {
  const what = `${componentName}: ${promptLabel}`;
  if (whereToGet === null) return what;
  const address = whereToGet.url === undefined ? '' : ` (${whereToGet.url})`;
  return `${what}\n   Where to get it: ${whereToGet.label}${address}`;
}
