import type { Page } from '@playwright/test';
import type { Places } from './places';
import type { Scene, Shot } from './shot';
import { alerts, arrives, holdActions, inOrder, press } from './states';

const step = (name: string) => (places: Places) =>
  places.draft === undefined ? undefined : `/wizard/${places.draft}/${name}`;

const newDraft = inOrder(press('New client'), arrives(/\/wizard\/[^/]+\/client/));

/** Puts a value that does not fit into the first slot whose key is this, and tries to store it. */
const storeWrong = (slotKey: string, value: string) => async (page: Page) => {
  const slot = page.locator('section[aria-labelledby^="slot-"]').filter({ hasText: slotKey }).first();
  await slot.locator('[name=value]').fill(value);
  await slot.getByRole('button', { name: /^(Store|Replace) value$/ }).click();
  await alerts(page);
};

/** Somebody else answers the question while this page is open. */
async function answerMeanwhile(page: Page, { places, query }: Scene): Promise<void> {
  await query(
    `insert into wizard_answers (draft_id, field, value, revision, updated_by)
     select '${places.draft}', 'contactPhone', '"+1 207 555 0199"', 9, id from users where role = 'admin' limit 1
     on conflict (draft_id, field) do update set value = excluded.value,
       revision = wizard_answers.revision + 1, updated_by = excluded.updated_by, updated_at = now()`,
  );
  await page.getByLabel('Phone').fill('+1 207 555 0142');
  await page.getByLabel('Phone').blur();
  await alerts(page);
}

/** Every step of the wizard, and what it answers to what does not fit. */
export const wizardShots: readonly Shot[] = [
  { name: 'wizards', as: 'consultant', at: () => '/wizard' },
  { name: 'wizard-client', as: 'consultant', at: step('client') },
  { name: 'wizard-package', as: 'consultant', at: step('package') },
  { name: 'wizard-components', as: 'consultant', at: step('components') },
  { name: 'wizard-settings', as: 'consultant', at: step('settings') },
  { name: 'wizard-settings-component', as: 'consultant', at: step('settings/remote-access') },
  { name: 'wizard-credentials', as: 'consultant', at: step('credentials') },
  {
    name: 'wizard-credentials-misfit',
    as: 'consultant',
    at: step('credentials'),
    prepare: storeWrong('OPENROUTER_API_KEY', 'sk-proj-this-is-no-openrouter-key'),
  },
  { name: 'wizard-machine', as: 'consultant', at: step('machine') },
  { name: 'wizard-check', as: 'consultant', at: step('check') },
  { name: 'wizard-discard', as: 'consultant', at: step('discard') },
  { name: 'wizard-conflict', as: 'consultant', at: step('client'), prepare: answerMeanwhile },
  {
    name: 'wizard-created',
    as: 'consultant',
    at: ({ created }) => (created === undefined ? undefined : `/wizard/${created}/created`),
  },
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
  { name: 'wizard-refused', as: 'support', at: step('client') },
  { name: 'wizard-not-found', as: 'consultant', at: () => '/wizard/none/client', fails: true },
];
