import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DraftNotices, DraftProblems } from '@/components/catalogue/draft-problems';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';

test('each sentence about a draft leads to the part it names first, also where a slot and a step have one id', () => {
  const component = shippedCatalogue.components.find(({ id }) => id === 'plaud');
  if (component === undefined) throw new Error('The catalogue has no plaud.');
  const hrefOf = (sentence: string) => {
    const page = renderToStaticMarkup(<DraftProblems component={component} sentences={[sentence]} />);
    return /href="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&').split('?')[1];
  };
  expect(hrefOf('No step mentions slot plaud.sign-in: it stands on lists.')).toBe(
    'part=slot&id=plaud.sign-in',
  );
  expect(hrefOf('Step plaud.sign-in waits for plaud.nowhere, which does not exist.')).toBe(
    'part=step&id=plaud.sign-in',
  );
  expect(hrefOf('Step plaud.verify may be there while slot plaud.session-token is not.')).toBe(
    'part=step&id=plaud.verify',
  );
  expect(hrefOf('Setting plaud.warning: its default does not fit.')).toBe('part=setting&id=plaud.warning');
  expect(hrefOf('Slot plaud.gone leaves the lists of all clients.')).toBeUndefined();
  expect(renderToStaticMarkup(<DraftNotices component={component} sentences={[]} />)).toBe('');
});
