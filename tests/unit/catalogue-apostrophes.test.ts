import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';

/** What is typed, matched or looked up as it stands; everything else is read. */
const CODE = new Set(['id', 'key', 'command', 'pattern', 'value', 'path', 'equals', 'url', 'envName', 'in']);

function textsIn(part: unknown, place: string): { place: string; text: string }[] {
  if (typeof part === 'string') return [{ place, text: part }];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    CODE.has(name) ? [] : textsIn(inner, `${place}.${name}`),
  );
}

/** A sentence without what it shows in backticks. */
const prose = (text: string) => text.replace(/`[^`]*`/g, '');

test('the sentences of the catalogue have curly apostrophes, what is typed on the Mac keeps its own', () => {
  const texts = shippedCatalogue.components.flatMap((component) => textsIn(component, component.id));
  expect(texts.length).toBeGreaterThan(1_000);
  expect(texts.filter(({ text }) => /\p{L}'|'\p{L}/u.test(prose(text)))).toEqual([]);
  const commands = shippedCatalogue.components.flatMap(({ steps }) =>
    steps.flatMap(({ actions }) =>
      actions.flatMap((action) => (action.kind === 'command' ? [action.command] : [])),
    ),
  );
  expect(commands.filter((command) => command.includes('’'))).toEqual([]);
  expect(commands.some((command) => command.includes("'"))).toBe(true);
});
