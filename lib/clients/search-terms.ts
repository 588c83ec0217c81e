import type { Catalogue } from '@/lib/catalogue/schema';

/** What a search looks for, and where. A part that is null or empty is not searched. */
export interface SearchTerms {
  /** Words of the client's and the contact's name, for `to_tsquery('simple', …)`. */
  words: string | null;
  /** The beginning of an e-mail address, lower case, as a `tsquery` literal. */
  address: string | null;
  /** The beginning of a serial, a hostname or a machine's name, lower case, as a LIKE pattern. */
  machine: string | null;
  /** Components that are meant by their own name or by that of one of their slots. */
  componentIds: string[];
}

const MAX_WORDS = 8;
const MIN_COMPONENT_CHARACTERS = 3;
const OPERATOR = /^(client|serial|machine|component|slot):\s*(.*)$/is;

/** Reads a search: plain text looks everywhere; `slot:`, `component:`, `serial:` and `client:` look in one place. */
export function parseSearch(text: string, catalogue: Catalogue): SearchTerms | null {
  const [, operator, operand] = OPERATOR.exec(text.trim()) ?? [];
  const scope = operator?.toLowerCase() ?? 'everything';
  const wanted = (operand ?? text).trim();
  if (wanted === '') return null;
  const within = (...scopes: string[]) => scope === 'everything' || scopes.includes(scope);
  const terms: SearchTerms = {
    words: within('client') ? wordQuery(wanted) : null,
    address: within('client') ? addressQuery(wanted) : null,
    machine: within('serial', 'machine') ? machinePattern(wanted) : null,
    componentIds: [
      ...new Set([
        ...(within('component') ? componentsNamed(catalogue, wanted) : []),
        ...(within('slot') ? componentsWithSlot(catalogue, wanted) : []),
      ]),
    ],
  };
  return terms;
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function wordQuery(text: string): string | null {
  const words = text
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .flatMap(wordsOf);
  if (words.length === 0) return null;
  return words
    .slice(0, MAX_WORDS)
    .map((word) => `'${word}':*`)
    .join(' & ');
}

/** PostgreSQL keeps an e-mail address as one word, so it is looked for as one. */
function addressQuery(text: string): string | null {
  const address = text.split(/\s+/).find((word) => word.includes('@'));
  if (address === undefined) return null;
  return `'${address.toLowerCase().replace(/['\\]/g, '')}':*`;
}

function machinePattern(text: string): string | null {
  if (/\s/.test(text) || text.length < 2) return null;
  return `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}

function beginsEach(text: string, wanted: string): boolean {
  const have = wordsOf(text);
  const words = wordsOf(wanted);
  return words.length > 0 && words.every((word) => have.some((candidate) => candidate.startsWith(word)));
}

function componentsNamed(catalogue: Catalogue, wanted: string): string[] {
  if (wanted.length < MIN_COMPONENT_CHARACTERS) return [];
  return catalogue.components
    .filter((component) => beginsEach(`${component.name} ${component.id}`, wanted))
    .map((component) => component.id);
}

function componentsWithSlot(catalogue: Catalogue, wanted: string): string[] {
  if (wanted.length < MIN_COMPONENT_CHARACTERS) return [];
  const key = wanted.toUpperCase().replace(/[\s-]+/g, '_');
  return catalogue.components
    .filter((component) =>
      component.slots.some((slot) => slot.key.startsWith(key) || beginsEach(slot.name, wanted)),
    )
    .map((component) => component.id);
}
