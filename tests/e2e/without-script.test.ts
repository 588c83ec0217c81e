import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';
import { fillCredentials, fillUntilCredentials, finishWizard } from '../support/wizard-driver';

test('the wizard takes a client in from first to last without any script', async ({ browser }) => {
  test.setTimeout(400_000);
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser, { javaScriptEnabled: false });
  await signInAs(page, demo, 'consultant');
  const slug = `plain-${Date.now().toString(36)}`;
  await fillUntilCredentials(page, demo.url, {
    name: 'Plain Pages Ltd',
    slug,
    tier: 'Starter',
    packs: [],
  });
  const typed = new Map<string, string>();
  await fillCredentials(page, 'Plain', typed);
  const html = await page.content();
  for (const value of typed.values()) expect(html).not.toContain(value);
  await finishWizard(page, 'Plain Pages Ltd');
  await page.getByRole('link', { name: 'Look at the runbook' }).click();
  await expect(page.locator('li[id^="step-"]').first()).toBeVisible();
  await context.close();
});
