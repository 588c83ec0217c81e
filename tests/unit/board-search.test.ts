import { expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { parseSearch } from '@/lib/clients/search-terms';

const search = (text: string) => parseSearch(text, catalogue);

test.each(['', '   ', 'slot:', 'serial:  '])('an empty search %j looks for nothing', (text) => {
  expect(search(text)).toBeNull();
});

test('every word of a name has to begin somewhere in it', () => {
  expect(search('Harbor real')?.words).toBe("'harbor':* & 'real':*");
});

test('quotes, operators and backslashes never reach the query as such', () => {
  expect(search(`o'brien & !x | (y) :* \\`)?.words).toBe("'o':* & 'brien':* & 'x':* & 'y':*");
  expect(search(`a'b\\c@d`)?.address).toBe("'abc@d':*");
});

test('an e-mail address is looked for as one word, beside the others', () => {
  expect(search('Ana ana@harb')).toMatchObject({ words: "'ana':*", address: "'ana@harb':*" });
});

test('wildcards of a pattern are meant as themselves', () => {
  expect(search('50%_a\\b')?.machine).toBe('50\\%\\_a\\\\b%');
});

test('two words are no serial number', () => {
  expect(search('harbor realty')?.machine).toBeNull();
});

test('a search of more words than anybody types is cut, not refused', () => {
  const words = search(Array.from({ length: 40 }, (_, at) => `w${at}`).join(' '))?.words ?? '';
  expect(words.split(' & ')).toHaveLength(8);
});

test.each([
  ['slack', 'slack'],
  ['slot:SLACK_BOT', 'slack'],
  ['OPENROUTER_API_KEY', 'openrouter'],
  ['slot:openrouter api', 'openrouter'],
  ['component:backup', 'backup'],
])('%j means the component %s', (text, componentId) => {
  expect(search(text)?.componentIds).toContain(componentId);
});

test('two letters are not enough to mean a component', () => {
  expect(search('sl')?.componentIds).toEqual([]);
});

test.each([
  ['serial:slack', { words: null, componentIds: [] }],
  ['client:slack', { machine: null, componentIds: [] }],
  ['slot:SLACK_BOT_TOKEN', { words: null, machine: null, address: null }],
])('%j looks in one place only', (text, expected) => {
  expect(search(text)).toMatchObject(expected);
});
