import type { Browser, BrowserContext, Page, Request } from '@playwright/test';
import { settled } from '@/tests/shots/settled';
import { unfold } from '@/tests/shots/unfold';
import type { Call } from './http';

/** Of the connection they were recorded on; and the answers are read as they are. */
const NOT_SENT_AGAIN = new Set(['content-length', 'connection', 'accept-encoding']);

/** The first copy button of the run's OpenRouter key, with its step open. */
export async function openCopyButton(page: Page, runbookId: string) {
  await page.goto(`/runbooks/${runbookId}`);
  await settled(page);
  const step = page.locator('[id="step-openrouter.store-openrouter-api-key"]');
  await unfold(step.locator('details').first());
  return step.getByRole('button', { name: /^Copy key OPENROUTER_API_KEY/ }).first();
}

/** The request that a click on the copy button sends, as the browser sent it. */
export async function copyRequest(context: BrowserContext, runbookId: string): Promise<Call> {
  const page = await context.newPage();
  const button = await openCopyButton(page, runbookId);
  const sent = actionRequest(page);
  await button.click();
  const call = await asCall(await sent);
  await page.close();
  return call;
}

/** The request of the cheapest server action there is: a sign-in without a word in it, refused before any work. */
export async function emptyRequest(browser: Browser, url: string): Promise<Call> {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await settled(page);
  const sent = actionRequest(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const call = await asCall(await sent);
  await context.close();
  return call;
}

const actionRequest = (page: Page) => page.waitForRequest((request) => 'next-action' in request.headers());

async function asCall(request: Request): Promise<Call> {
  const headers = await request.allHeaders();
  for (const name of Object.keys(headers)) {
    if (name.startsWith(':') || NOT_SENT_AGAIN.has(name)) delete headers[name];
  }
  return { url: request.url(), method: 'POST', headers, body: request.postDataBuffer() ?? Buffer.alloc(0) };
}
