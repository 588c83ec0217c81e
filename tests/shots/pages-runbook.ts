import type { Page } from '@playwright/test';
import type { Places } from './places';
import type { Shot } from './shot';
import { alerts, dropActions, holdActions, inOrder, press, provedAgo, says } from './states';
import { unfold } from './unfold';

const run =
  (which: keyof Places['runs'], below = '') =>
  (places: Places) =>
    places.runs[which] === undefined ? undefined : `/runbooks/${places.runs[which]}${below}`;

/** Whichever of the two the step at hand offers. */
const CLAIM = /^(I am on it|Let go of it)$/;

const middle = { as: 'consultant', at: run('middle') } as const;

/** Unfolds the step with a button of this name and presses it. */
const pressInStep = (name: RegExp) => async (page: Page) => {
  const button = page.locator('li[id^="step-"]').getByRole('button', { name, includeHidden: true }).first();
  await unfold(button);
  await button.click();
};

const suggest = async (page: Page) => {
  const steps = page.locator('li[id^="step-"]');
  const link = steps.getByRole('link', { name: 'Suggest a fix to this step', includeHidden: true }).first();
  await unfold(link);
  await link.click();
  await page.getByLabel('What is wrong').waitFor();
};

const copy = pressInStep(/^Copy (key|password|address) /);

/** The copy button's faces, each in its moment. */
const copyShots: readonly Shot[] = [
  {
    name: 'copy-decrypting',
    prepare: inOrder(holdActions, copy, says('Decrypting…')),
  },
  { name: 'copy-copied', prepare: inOrder(copy, says('Copied · clears in')) },
  {
    name: 'copy-failed',
    prepare: inOrder(dropActions, copy, says(/^Not copied/)),
    fails: true,
  },
  {
    name: 'copy-asks-password',
    before: provedAgo(60),
    prepare: inOrder(copy, says('Enter your password again')),
  },
].map((shot) => ({ ...middle, before: provedAgo(0), ...shot, windowOnly: true, passing: true }));

/** The runs, the live runbook in its states, and the report. */
export const runbookShots: readonly Shot[] = [
  { name: 'runs', as: 'consultant', at: () => '/runbooks' },
  { name: 'runs-waiting', as: 'consultant', at: () => '/runbooks?show=waiting' },
  { name: 'runs-closed', as: 'support', at: () => '/runbooks?show=closed' },
  { name: 'statistics', as: 'support', at: () => '/runbooks/statistics?period=all' },
  { name: 'runbook-start', as: 'consultant', at: run('start') },
  { name: 'runbook-middle', ...middle },
  { name: 'runbook-middle', as: 'support', at: run('middle') },
  { name: 'runbook-middle', as: 'admin', at: run('middle') },
  { name: 'runbook-window', ...middle, windowOnly: true, passing: true },
  { name: 'runbook-done', as: 'consultant', at: run('done') },
  {
    name: 'runbook-phases',
    ...middle,
    prepare: press('Phases'),
    windowOnly: true,
    passing: true,
    widths: [820, 390],
  },
  {
    name: 'runbook-here',
    ...middle,
    prepare: press('Here'),
    windowOnly: true,
    passing: true,
    widths: [820, 390],
  },
  { name: 'runbook-blocked', ...middle, prepare: press(/^Blocked…/), windowOnly: true },
  {
    name: 'runbook-blocked-errors',
    ...middle,
    prepare: inOrder(press(/^Blocked…/), press('Mark blocked'), alerts),
    windowOnly: true,
  },
  {
    name: 'runbook-secret-pasted',
    ...middle,
    prepare: async (page) => {
      const output = page.locator('li[id^="step-"]').getByLabel('Output').first();
      await unfold(output);
      await output.fill(`OPENROUTER_API_KEY=sk-or-v1-${'0123456789abcdef'.repeat(4)}`);
      const form = output.locator('xpath=ancestor::form');
      await form.getByRole('button', { name: 'Check' }).click();
      await alerts(page);
    },
  },
  {
    name: 'runbook-busy',
    ...middle,
    prepare: inOrder(holdActions, press(CLAIM)),
    windowOnly: true,
  },
  {
    name: 'runbook-offline',
    ...middle,
    prepare: inOrder(dropActions, press(CLAIM), says('waits for the network')),
    fails: true,
  },
  { name: 'preflight-start', as: 'consultant', at: run('start', '/preflight') },
  { name: 'preflight-middle', as: 'consultant', at: run('middle', '/preflight') },
  { name: 'preflight-middle', as: 'support', at: run('middle', '/preflight') },
  { name: 'preflight-done', as: 'consultant', at: run('done', '/preflight') },
  { name: 'preflight-for-client', as: 'consultant', at: run('start', '/preflight/for-client') },
  { name: 'changes-none', as: 'consultant', at: run('middle', '/changes') },
  { name: 'suggest-fix', ...middle, prepare: suggest },
  {
    name: 'suggest-fix-errors',
    ...middle,
    prepare: inOrder(suggest, press('Send to the admins'), alerts),
  },
  { name: 'report-middle', as: 'consultant', at: run('middle', '/report') },
  { name: 'report-done', as: 'consultant', at: run('done', '/report') },
  { name: 'runbook-not-found', as: 'consultant', at: () => '/runbooks/none', fails: true },
  ...copyShots,
];
