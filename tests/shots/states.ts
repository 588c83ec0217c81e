import type { Page } from '@playwright/test';
import { settled } from './settled';
import type { Scene, Shot } from './shot';

/** Server actions wait until the pictures are taken, so that what is shown meanwhile can be seen. */
export async function holdActions(page: Page, scene: Scene): Promise<void> {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/*', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue().catch(() => undefined);
  });
  scene.afterwards(async () => letGo());
}

/** The network drops for server actions. */
export async function dropActions(page: Page): Promise<void> {
  await page.route('**/*', (route) =>
    route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue(),
  );
}

/** Presses the button or link with this name, the first that can be seen. */
export function press(name: string | RegExp, role: 'button' | 'link' = 'button') {
  return async (page: Page): Promise<void> => {
    await page.getByRole(role, { name }).filter({ visible: true }).first().click();
  };
}

/** One after the other. */
export function inOrder(...acts: NonNullable<Shot['prepare']>[]): NonNullable<Shot['prepare']> {
  return async (page, scene) => {
    for (const act of acts) await act(page, scene);
  };
}

/** Waits until the page says this. */
export function says(words: string | RegExp) {
  return async (page: Page): Promise<void> => {
    await page.getByText(words).filter({ visible: true }).first().waitFor();
  };
}

/** Waits until there is an alert, such as a summary of errors. */
export async function alerts(page: Page): Promise<void> {
  await page.locator('[role="alert"]:not([id*="announcer"])').filter({ visible: true }).first().waitFor();
}

/** Every session last saw a password or a code this many minutes ago: copying asks again after fifteen. */
export function provedAgo(minutes: number) {
  return async (_page: Page, scene: Scene): Promise<void> => {
    await scene.query(`update user_sessions set authenticated_at = now() - interval '${minutes} minutes'`);
  };
}

/** Waits for another address and its controls. */
export function arrives(at: RegExp) {
  return async (page: Page): Promise<void> => {
    await page.waitForURL(at);
    await settled(page);
  };
}
