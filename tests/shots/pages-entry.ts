import type { Shot } from './shot';
import { alerts, holdActions, inOrder, press, says } from './states';

/** What somebody sees who is not signed in, and what everybody sees who went astray. */
export const entryShots: readonly Shot[] = [
  { name: 'sign-in', as: 'nobody', at: () => '/sign-in' },
  { name: 'sign-in-return', as: 'nobody', at: () => '/sign-in?return=/people' },
  {
    name: 'sign-in-wrong-password',
    as: 'nobody',
    at: () => '/sign-in',
    prepare: async (page) => {
      await page.getByLabel('E-mail address').fill('somebody@example.com');
      await page.getByLabel('Password').fill('not the password');
      await press('Sign in')(page);
      await alerts(page);
    },
  },
  { name: 'sign-in-empty', as: 'nobody', at: () => '/sign-in', prepare: inOrder(press('Sign in'), alerts) },
  {
    name: 'sign-in-busy',
    as: 'nobody',
    at: () => '/sign-in',
    prepare: async (page, scene) => {
      await holdActions(page, scene);
      await page.getByLabel('E-mail address').fill('somebody@example.com');
      await page.getByLabel('Password').fill('not the password');
      await press('Sign in')(page);
    },
  },
  { name: 'join-used-link', as: 'nobody', at: () => '/join/a-link-that-was-used-or-never-made' },
  { name: 'new-password-used-link', as: 'nobody', at: () => '/new-password/a-link-that-was-used' },
  { name: 'new-password-done', as: 'nobody', at: () => '/new-password/done' },
  { name: 'not-found-signed-out', as: 'nobody', at: () => '/no-such-page', fails: true },
  { name: 'not-found', as: 'consultant', at: () => '/no-such-page', fails: true },
  { name: 'not-found-client', as: 'consultant', at: () => '/clients/nobody-of-this-name', fails: true },
  {
    name: 'error',
    as: 'admin',
    at: () => '/audit',
    fails: true,
    // The page fails for real: its table is away while the pictures are taken.
    before: async (_page, scene) => {
      await scene.query('alter table audit_events rename to audit_events_away');
      scene.afterwards(() => scene.query('alter table audit_events_away rename to audit_events'));
    },
  },
];

/** A board that nobody has used yet. `setupPath` is the link of its first admin. */
export const freshShots = (setupPath: string): readonly Shot[] => [
  { name: 'join', as: 'nobody', board: 'fresh', at: () => setupPath },
  {
    name: 'join-errors',
    as: 'nobody',
    board: 'fresh',
    at: () => setupPath,
    prepare: async (page) => {
      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel(/e-mail/i).fill('not an address');
      await page.locator('button[type=submit]').last().click();
      await alerts(page);
    },
  },
  { name: 'board-empty', as: 'admin', board: 'fresh', at: () => '/' },
  { name: 'board-empty-table', as: 'admin', board: 'fresh', at: () => '/?view=table' },
  { name: 'runs-empty', as: 'admin', board: 'fresh', at: () => '/runbooks' },
  { name: 'people-alone', as: 'admin', board: 'fresh', at: () => '/people' },
  { name: 'wizards-empty', as: 'admin', board: 'fresh', at: () => '/wizard' },
  {
    name: 'audit-nothing-found',
    as: 'admin',
    board: 'fresh',
    at: () => '/audit?action=client.purged',
    prepare: says(/./),
  },
];
