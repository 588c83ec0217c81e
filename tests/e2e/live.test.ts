import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { INSTANCE_HEADER, type InstanceProxy, startInstanceProxy } from '../support/instance-proxy';
import { newPlayer, type Player, type Role, signInAs } from '../support/players';
import { openStep } from '../support/run-driver';
import { superuserUrl } from '../support/superuser';

/** A board of its own in two processes, with a proxy in front: two people, each on another instance, in one run. */
const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-live-'));
const dataDir = path.join(place, 'board');
let board: BoardProcess;
let second: BoardProcess;
let proxy: InstanceProxy;
let consultant: Player;
let admin: Player;
let runbook = '';
let stepId = '';

test.describe.configure({ mode: 'serial' });
test.setTimeout(300_000);

async function playerOn(browser: Browser, instance: number, role: Role): Promise<Player> {
  const player = await newPlayer(browser, { extraHTTPHeaders: { [INSTANCE_HEADER]: String(instance) } });
  await signInAs(player.page, { ...board, url: proxy.url }, role);
  return player;
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  board = await startBoardProcess(dataDir, ['--demo']);
  // The demo launcher keeps its data beside the folder it is given.
  const shared = `${dataDir}-demo`;
  second = await startBoardProcess(path.join(place, 'second'), [], {
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: shared,
    DATABASE_URL: await superuserUrl(shared),
  });
  proxy = await startInstanceProxy([board.url, second.url]);
  consultant = await playerOn(browser, 0, 'consultant');
  admin = await playerOn(browser, 1, 'admin');
  await consultant.page.goto(`${proxy.url}/runbooks`);
  const address = await consultant.page.locator('main a[href^="/runbooks/0"]').first().getAttribute('href');
  runbook = `${proxy.url}${address}`;
});

test.afterAll(async () => {
  await Promise.all([consultant?.context.close(), admin?.context.close()]);
  await proxy?.stop();
  await second?.stop();
  await board?.stop();
  rmSync(place, { recursive: true, force: true });
});

const stepOf = (page: Page): Locator => page.locator(`[id="step-${stepId}"]`);
const lineOf = (page: Page): Locator => stepOf(page).locator('summary').first();
const act = (page: Page, name: string): Promise<void> =>
  stepOf(page).getByRole('button', { name, exact: true }).click();
const timeline = (page: Page): Locator => page.getByRole('region', { name: 'Timeline' });

async function note(page: Page, text: string): Promise<void> {
  const field = stepOf(page).getByLabel('Note', { exact: true });
  if (!(await field.isVisible())) await stepOf(page).getByText('Add a note').click();
  await field.fill(text);
  await act(page, 'Add note');
  // Only then is it sent, and the form ready for the next one.
  await expect(field).toHaveValue('');
}

test('both see that the other is here, whichever instance serves them', async () => {
  await Promise.all([consultant.page.goto(runbook), admin.page.goto(runbook)]);
  for (const { page } of [consultant, admin]) {
    await page.getByRole('button', { name: '2 people here' }).click();
    await expect(page.getByRole('region', { name: 'Who is here' }).getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
  }
  await admin.page.goto(`${proxy.url}/runbooks`);
  await expect(admin.page.getByRole('row').filter({ hasText: 'Open: ' }).first()).toBeVisible();
  await admin.page.goto(runbook);
});

test('a claim, a take-over and a note arrive without a reload, are said, and carry their names', async () => {
  const current = consultant.page.locator('nav[aria-label="Phases"] a[aria-current="step"]').first();
  stepId = decodeURIComponent(((await current.getAttribute('href')) ?? '').replace('#step-', ''));
  await openStep(consultant.page, `step-${stepId}`);
  await openStep(admin.page, `step-${stepId}`);
  const claimed = await lineOf(admin.page).textContent();
  if (claimed?.includes('claimed') !== true) await act(consultant.page, 'I am on it');
  await expect(lineOf(admin.page)).toContainText('claimed');
  await act(admin.page, 'Take over');
  const taker = board.people.find(({ role }) => role === 'admin')?.name ?? '';
  await expect(lineOf(consultant.page)).toContainText(`claimed · ${taker}`);
  await expect(timeline(consultant.page)).toContainText(`${taker} took the step over from`);
  await expect(
    consultant.page.getByRole('status').filter({ hasText: `${taker} took the step over` }),
  ).toHaveCount(1);
  await expect(stepOf(consultant.page).getByRole('button', { name: 'Take over' })).toBeVisible();
  await note(admin.page, 'The router is back');
  await expect(stepOf(consultant.page).getByText('The router is back')).toHaveCount(1);
});

test('the page does not move under somebody else’s act', async () => {
  const { page } = consultant;
  const held = stepOf(page).getByRole('button', { name: 'Take over' });
  await held.scrollIntoViewIfNeeded();
  await held.focus();
  const before = await held.boundingBox();
  await note(admin.page, 'Two lines\nof a note that makes the step taller');
  await expect(stepOf(page).getByText('of a note that makes the step taller')).toHaveCount(1);
  const after = await held.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThan(2);
});

test('a press that was meant for the step as it was is refused, and says who was first and what to do', async () => {
  const { page } = consultant;
  await act(admin.page, 'Let go of it');
  await expect(stepOf(page).getByRole('button', { name: 'Blocked…' })).toBeVisible();
  // The dialog is open, with what it was opened for, while the other one acts.
  await stepOf(page).getByRole('button', { name: 'Blocked…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Waiting for the client');
  await act(admin.page, 'I am on it');
  await expect(lineOf(page)).toContainText('claimed');
  await page.getByRole('dialog').getByRole('button', { name: 'Mark blocked' }).click();
  await expect(page.getByRole('dialog')).toContainText(/claimed this step at \d\d:\d\d/);
  await expect(page.getByRole('dialog')).toContainText('Take the step over first, or leave it to them.');
  await expect(page.getByRole('dialog').getByLabel('Reason')).toHaveValue('Waiting for the client');
  await page.keyboard.press('Escape');
});

test('a refusal is told by the step, also when the button that was pressed is gone with the step as it was', async () => {
  const { page } = consultant;
  await act(admin.page, 'Let go of it');
  await expect(stepOf(page).getByRole('button', { name: 'I am on it' })).toBeVisible();
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(runbook, async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  // It is on its way while the other one takes the step.
  await act(page, 'I am on it');
  await act(admin.page, 'I am on it');
  await expect(stepOf(page).getByRole('button', { name: 'Take over' })).toBeVisible();
  arrive();
  const refusal = stepOf(page).getByRole('alert');
  await expect(refusal).toContainText(/claimed this step at \d\d:\d\d/);
  await expect(refusal).toContainText('Take the step over first, or leave it to them.');
  await page.unroute(runbook);
});

test('an act on a step is answered with what it changed, and not with the page', async () => {
  const { page } = admin;
  // Read in the page: what a stream brought is gone by the time that the browser could be asked for it.
  await page.evaluate(() => {
    const ask = window.fetch.bind(window);
    const answered: number[] = [];
    Object.assign(window, { answered });
    window.fetch = async (...given) => {
      const answer = await ask(...given);
      if (given[1]?.method !== 'POST') return answer;
      const copy = answer.clone();
      copy.arrayBuffer().then(({ byteLength }) => answered.push(byteLength));
      return answer;
    };
  });
  await act(page, 'Let go of it');
  const sizes = () => page.evaluate(() => (window as unknown as { answered: number[] }).answered);
  await expect.poll(sizes).toHaveLength(1);
  expect((await sizes())[0]).toBeLessThan(4_000);
  await expect(lineOf(page)).not.toContainText('claimed');
  await expect(lineOf(consultant.page)).not.toContainText('claimed');
  await act(page, 'I am on it');
  await expect(lineOf(page)).toContainText('claimed');
});

test('support sees the same, and a device with a wrong clock counts right', async ({ browser }) => {
  const support = await playerOn(browser, 1, 'support');
  await support.page.clock.setSystemTime(new Date(Date.now() + 45 * 60_000));
  await support.page.goto(runbook);
  await openStep(support.page, `step-${stepId}`);
  await note(admin.page, 'For whoever reads along');
  await expect(stepOf(support.page).getByText('For whoever reads along')).toHaveCount(1);
  await expect(support.page.locator('header.sticky')).not.toContainText('silent');
  await support.context.close();
});

test('an instance that goes away costs nothing: the page comes back to the other one, each note once', async () => {
  const { page } = admin;
  await second.stop();
  proxy.targets[1] = board.url;
  proxy.cutOff();
  await note(consultant.page, 'Written while it was away');
  await expect(stepOf(page).getByText('Written while it was away')).toHaveCount(1);
  await expect(timeline(page).getByText('noted: Written while it was away')).toHaveCount(1);
  await note(consultant.page, 'Written when it was back');
  await expect(stepOf(page).getByText('Written when it was back')).toHaveCount(1);
  await expect(timeline(page).getByText('noted: Written while it was away')).toHaveCount(1);
});

test('where streams do not get through the page asks, says so, and misses nothing', async () => {
  const { page } = consultant;
  proxy.blockStreams(true);
  proxy.cutOff();
  await expect(page.getByText('Updates every 10 seconds: live connection blocked.')).toBeVisible({
    timeout: 30_000,
  });
  await note(admin.page, 'Asked for');
  await expect(stepOf(page).getByText('Asked for')).toHaveCount(1, { timeout: 30_000 });
  proxy.blockStreams(false);
  await expect(page.getByText('live connection blocked')).toBeHidden({ timeout: 120_000 });
  await note(admin.page, 'Heard again');
  await expect(stepOf(page).getByText('Heard again')).toHaveCount(1);
});

test('a session that ends ends the line too, and the page says so', async () => {
  const { page } = admin;
  await page.context().clearCookies();
  proxy.cutOff();
  await expect(page.getByText('Your session has ended')).toBeVisible({ timeout: 30_000 });
});
