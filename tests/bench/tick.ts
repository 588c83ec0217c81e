import type { Page } from '@playwright/test';
import { settled } from '@/tests/shots/settled';
import type { BenchBoard } from './bench-board';
import { percentile, round } from './measure';

const ROUNDS = 30;
const WARM = 5;

/**
 * From the click on a step's button until its line says so, in Chromium, on the run's page: "I am on it" and "Let go
 * of it" in turns. In milliseconds, with the size of what the server answers.
 */
export async function measureTick(board: BenchBoard, runbookId: string): Promise<object> {
  const context = await board.signedIn();
  const page = await context.newPage();
  await page.goto(`/runbooks/${runbookId}`);
  await settled(page);
  const answers: number[] = [];
  page.on('response', (response) => {
    if (response.request().method() !== 'POST') return;
    response.body().then(
      (body) => answers.push(body.length),
      () => undefined,
    );
  });
  const taken: number[] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    taken.push(await pressed(page, 'I am on it', true), await pressed(page, 'Let go of it', false));
  }
  await context.close();
  const millis = taken.slice(WARM * 2);
  return {
    clicks: millis.length,
    p50Millis: round(percentile(millis, 0.5)),
    p95Millis: round(percentile(millis, 0.95)),
    answerBytes: percentile(answers.slice(WARM * 2), 0.5),
  };
}

/** Presses the button of the first step and waits for its line, all in the page and by its clock. */
function pressed(page: Page, button: string, claimed: boolean): Promise<number> {
  return page.evaluate(
    // No function in here has a name: what compiles this would give it one that the page does not know.
    async ({ label, wanted }) => {
      const step = document.querySelector('li[id^="step-"]');
      let control: HTMLButtonElement | undefined;
      while (control === undefined) {
        control = [...(step?.querySelectorAll('button') ?? [])].find(
          (one) => one.textContent.trim().startsWith(label) && one.ariaBusy !== 'true',
        );
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const began = performance.now();
      control.click();
      while (step?.querySelector('summary')?.textContent.includes('claimed') !== wanted) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - began;
    },
    { label: button, wanted: claimed },
  );
}
