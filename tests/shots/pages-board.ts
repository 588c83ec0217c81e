import type { Shot, Visitor } from './shot';
import { alerts, inOrder, press, says } from './states';

const everybody: readonly Visitor[] = ['admin', 'consultant', 'support'];

/** The places of the rail, apart from the wizard and the runs. */
export const boardShots: readonly Shot[] = [
  ...everybody.map((as): Shot => ({ name: 'board', as, at: () => '/' })),
  { name: 'board-table', as: 'consultant', at: () => '/?view=table' },
  { name: 'board-filtered', as: 'consultant', at: () => '/?stage=collecting' },
  { name: 'board-table-searched', as: 'consultant', at: () => '/?view=table&q=harbor' },
  { name: 'board-nothing-found', as: 'consultant', at: () => '/?q=nobody+of+this+name' },
  {
    name: 'person-menu',
    as: 'admin',
    at: () => '/',
    prepare: async (page) => {
      await page.locator('button[popovertarget]').first().click();
    },
    windowOnly: true,
  },
  { name: 'people', as: 'admin', at: () => '/people' },
  { name: 'people-refused', as: 'support', at: () => '/people' },
  {
    name: 'people-invite',
    as: 'admin',
    at: () => '/people',
    prepare: press('Invite somebody'),
    windowOnly: true,
  },
  {
    name: 'people-invite-errors',
    as: 'admin',
    at: () => '/people',
    prepare: inOrder(press('Invite somebody'), press('Make the link'), alerts),
    windowOnly: true,
  },
  {
    name: 'people-invite-link',
    as: 'admin',
    at: () => '/people',
    prepare: async (page) => {
      await press('Invite somebody')(page);
      await page.getByLabel('Name', { exact: true }).fill('Maya Okafor');
      await page.getByLabel('E-mail address').fill(`maya-${Date.now()}@example.com`);
      await press('Make the link')(page);
      await says('Send this link to')(page);
    },
    windowOnly: true,
  },
  {
    name: 'people-disable',
    as: 'admin',
    at: () => '/people',
    prepare: press(/^Disable/),
    windowOnly: true,
  },
  {
    name: 'people-new-password',
    as: 'admin',
    at: () => '/people',
    prepare: press(/^New password link/),
    windowOnly: true,
  },
  {
    name: 'people-new-password-link',
    as: 'admin',
    at: () => '/people',
    prepare: inOrder(press(/^New password link/), press('Make the link'), says('Send this link to')),
    windowOnly: true,
  },
  {
    name: 'new-password',
    as: 'admin',
    at: () => '/people',
    prepare: async (page, scene) => {
      await inOrder(
        press(/^New password link/),
        press('Make the link'),
        says('Send this link to'),
      )(page, scene);
      const link = page.getByRole('figure', { name: 'New password link' }).locator('code');
      await page.goto((await link.textContent()) ?? '');
    },
  },
  ...everybody.map((as): Shot => ({ name: 'audit', as, at: () => '/audit' })),
  { name: 'audit-filtered', as: 'admin', at: () => '/audit?action=credential.revealed' },
  { name: 'catalogue', as: 'consultant', at: () => '/catalogue' },
  { name: 'catalogue-component', as: 'consultant', at: () => '/catalogue/openrouter' },
  { name: 'catalogue-component-long', as: 'consultant', at: () => '/catalogue/google-workspace' },
  { name: 'catalogue-edit', as: 'admin', at: () => '/catalogue/openrouter/edit' },
  {
    name: 'catalogue-edit-step',
    as: 'admin',
    at: () => '/catalogue/openrouter/edit/part?part=step&id=openrouter.verify',
  },
  {
    name: 'catalogue-edit-slot',
    as: 'admin',
    at: () => '/catalogue/openrouter/edit/part?part=slot&id=openrouter.api-key',
  },
  { name: 'catalogue-new-step', as: 'admin', at: () => '/catalogue/openrouter/edit/new-step' },
  { name: 'catalogue-new-slot', as: 'admin', at: () => '/catalogue/openrouter/edit/new-slot' },
  { name: 'catalogue-new-setting', as: 'admin', at: () => '/catalogue/openrouter/edit/new-setting' },
  {
    name: 'catalogue-new-secret-step',
    as: 'admin',
    at: () => '/catalogue/openrouter/edit/new-step?kind=secret&slot=openrouter.api-key',
  },
  { name: 'catalogue-review-none', as: 'admin', at: () => '/catalogue/openrouter/edit/review' },
  { name: 'catalogue-versions', as: 'admin', at: () => '/catalogue/versions' },
];
