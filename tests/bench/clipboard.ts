import type { Page, Response } from '@playwright/test';
import type { BenchBoard } from './bench-board';
import { percentile, round } from './measure';
import { openCopyButton } from './recorded';

const CLICKS = 60;
const WARM = 10;
/** The page hears of a copy from the live run a tenth of a second after it, and draws that. */
const AT_REST_MILLIS = 250;
/** The reveal, and the word that the clipboard took it. */
const REQUESTS_EACH_CLICK = 2;

/**
 * From the click on a copy button to the moment the clipboard has the value, in Chromium, in milliseconds. A click waits
 * until the one before it is over, for the server, which gets one action of a browser at a time, and on the page.
 */
export async function measureClipboard(board: BenchBoard, runbookId: string): Promise<object> {
  const context = await board.signedIn();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  // The page's own clock on both ends: the click as the browser dates it, and the clipboard's word that it is done.
  await page.addInitScript(() => {
    const taken: number[] = [];
    let clicked = 0;
    Object.assign(window, { benchTaken: taken });
    document.addEventListener('click', (event) => (clicked = event.timeStamp), true);
    const write = navigator.clipboard.write.bind(navigator.clipboard);
    navigator.clipboard.write = async (items) => {
      await write(items);
      taken.push(performance.now() - clicked);
    };
  });
  const button = await openCopyButton(page, runbookId);
  const taken = () => page.evaluate(() => (window as unknown as { benchTaken: number[] }).benchTaken);
  for (let click = 1; click <= WARM + CLICKS; click += 1) {
    const over = answered(page, REQUESTS_EACH_CLICK);
    await button.click();
    await over;
    await page.waitForFunction(
      (count) => (window as unknown as { benchTaken: number[] }).benchTaken.length >= count,
      click,
    );
    await page.waitForTimeout(AT_REST_MILLIS);
  }
  const millis = (await taken()).slice(WARM);
  await context.close();
  return {
    clicks: millis.length,
    p50Millis: round(percentile(millis, 0.5)),
    p95Millis: round(percentile(millis, 0.95)),
    p99Millis: round(percentile(millis, 0.99)),
  };
}

/** Resolves once the page has had so many answers to what it posted from now on. */
function answered(page: Page, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    const heard = (response: Response) => {
      if (response.request().method() === 'POST') seen += 1;
      if (seen < count) return;
      page.off('response', heard);
      resolve();
    };
    page.on('response', heard);
  });
}
