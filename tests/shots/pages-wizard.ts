import type { Places } from './places';
import type { Shot } from './shot';
import { alerts, arrives, holdActions, inOrder, press } from './states';

const step = (name: string) => (places: Places) =>
  places.draft === undefined ? undefined : `/wizard/${places.draft}/${name}`;

const newDraft = inOrder(press('New client'), arrives(/\/wizard\/[^/]+\/client/));

/** Every step of the wizard, and what it answers to what does not fit. */
export const wizardShots: readonly Shot[] = [
  { name: 'wizards', as: 'consultant', at: () => '/wizard' },
  { name: 'wizard-client', as: 'consultant', at: step('client') },
  { name: 'wizard-package', as: 'consultant', at: step('package') },
  { name: 'wizard-components', as: 'consultant', at: step('components') },
  { name: 'wizard-settings', as: 'consultant', at: step('settings') },
  { name: 'wizard-credentials', as: 'consultant', at: step('credentials') },
  { name: 'wizard-machine', as: 'consultant', at: step('machine') },
  { name: 'wizard-check', as: 'consultant', at: step('check') },
  { name: 'wizard-discard', as: 'consultant', at: step('discard') },
  { name: 'wizard-new', as: 'consultant', at: () => '/', prepare: newDraft },
  {
    name: 'wizard-new-errors',
    as: 'consultant',
    at: () => '/',
    prepare: inOrder(newDraft, press('Continue'), alerts),
  },
  {
    name: 'wizard-new-busy',
    as: 'consultant',
    at: () => '/',
    prepare: inOrder(newDraft, holdActions, press('Continue')),
  },
  {
    name: 'wizard-do-first',
    as: 'consultant',
    at: () => '/',
    prepare: inOrder(newDraft, async (page) => {
      await page.goto(page.url().replace(/\/client.*$/, '/machine'));
    }),
  },
];
