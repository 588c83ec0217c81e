import type { Options } from './options';
import { accountShots } from './pages-account';
import { boardShots } from './pages-board';
import { entryShots, freshShots } from './pages-entry';
import { recordShots } from './pages-record';
import { runbookShots } from './pages-runbook';
import { wizardShots } from './pages-wizard';
import type { Shot } from './shot';

/** Every page and state of a board with the demo on it. */
const demoShots: readonly Shot[] = [
  ...entryShots,
  ...boardShots,
  ...accountShots,
  ...recordShots,
  ...runbookShots,
  ...wizardShots,
];

/** The shots whose name, with the visitor before it, contains one of the words asked for. */
export function chosen(shots: readonly Shot[], { only }: Pick<Options, 'only'>): readonly Shot[] {
  if (only.length === 0) return shots;
  return shots.filter(({ as, name }) => only.some((part) => `${as}/${name}`.includes(part)));
}

export const shotsOf = { demo: demoShots, fresh: freshShots };
