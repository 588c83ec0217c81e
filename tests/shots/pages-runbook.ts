import type { Places } from './places';
import type { Shot } from './shot';
import { dropActions, holdActions, press, says } from './states';

const run =
  (which: keyof Places['runs'], below = '') =>
  (places: Places) =>
    places.runs[which] === undefined ? undefined : `/runbooks/${places.runs[which]}${below}`;

/** The runs and the live runbook. */
export const runbookShots: readonly Shot[] = [
  { name: 'runs', as: 'consultant', at: () => '/runbooks' },
  { name: 'runbook-start', as: 'consultant', at: run('start') },
  { name: 'runbook-middle', as: 'consultant', at: run('middle') },
  { name: 'runbook-middle', as: 'support', at: run('middle') },
  { name: 'runbook-done', as: 'consultant', at: run('done') },
  { name: 'report-middle', as: 'consultant', at: run('middle', '/report') },
  { name: 'report-done', as: 'consultant', at: run('done', '/report') },
  {
    name: 'runbook-blocked-dialog',
    as: 'consultant',
    at: run('middle'),
    prepare: press(/^Blocked/),
    windowOnly: true,
  },
];

const COPY = /^Copy key/;

/** The copy button's faces; each needs a step with a stored value that is open on the page. */
export const copyShots: readonly Shot[] = [
  {
    name: 'copy-decrypting',
    as: 'consultant',
    at: run('middle'),
    prepare: async (page, scene) => {
      await holdActions(page, scene);
      await press(COPY)(page);
      await says('Decrypting…')(page);
    },
    windowOnly: true,
    passing: true,
  },
  {
    name: 'copy-copied',
    as: 'consultant',
    at: run('middle'),
    prepare: async (page) => {
      await press(COPY)(page);
      await says(/^Copied/)(page);
    },
    windowOnly: true,
    passing: true,
  },
  {
    name: 'copy-failed',
    as: 'consultant',
    at: run('middle'),
    prepare: async (page) => {
      await dropActions(page);
      await press(COPY)(page);
      await says(/^Not copied/)(page);
    },
    windowOnly: true,
    fails: true,
  },
];
