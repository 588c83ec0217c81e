import path from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type Complaint, listen, widerThanWindow } from './complaints';
import type { Options, Theme } from './options';
import { settled } from './settled';
import type { Scene, Shot, Visitor } from './shot';

const HEIGHTS: Readonly<Record<number, number>> = { 1440: 900, 1024: 768, 820: 1180, 390: 844 };
const FALLBACK_HEIGHT = 900;
const PHONE_BELOW = 640;
const PATIENCE_MILLIS = 45_000;

export interface Account {
  role: string;
  email: string;
  password: string;
}

/** A browser window per visitor, signed in once. */
export class Camera {
  readonly complaints: Complaint[] = [];
  readonly #contexts = new Map<Visitor, BrowserContext>();
  readonly #browser: Browser;
  readonly #baseUrl: string;
  readonly #people: readonly Account[];

  constructor(browser: Browser, baseUrl: string, people: readonly Account[]) {
    this.#browser = browser;
    this.#baseUrl = baseUrl;
    this.#people = people;
  }

  /** Takes the shot at every size asked for and returns how many pictures were written into `folder`. */
  async take(
    shot: Shot,
    scene: Omit<Scene, 'afterwards'>,
    options: Options,
    folder: string,
  ): Promise<number> {
    const target = shot.at(scene.places);
    if (target === undefined) {
      this.#complain(shot, '-', 'this board has no such page');
      return 0;
    }
    const sizes = options.widths
      .filter((width) => shot.widths?.includes(width) ?? true)
      .flatMap((width) => options.themes.map((theme) => ({ width, theme })));
    const rounds = shot.passing ? sizes.map((size) => [size]) : sizes.length > 0 ? [sizes] : [];
    for (const round of rounds) await this.#round(shot, target, scene, round, folder);
    return sizes.length;
  }

  async #round(
    shot: Shot,
    target: string,
    scene: Omit<Scene, 'afterwards'>,
    sizes: readonly { width: number; theme: Theme }[],
    folder: string,
  ): Promise<void> {
    const undos: (() => Promise<unknown>)[] = [];
    const full: Scene = { ...scene, afterwards: (undo) => void undos.push(undo) };
    const page = await this.#open(shot);
    if (page === null) return;
    page.setDefaultTimeout(PATIENCE_MILLIS);
    let where = 'loading';
    await listen(page, (what) => shot.fails || this.#complain(shot, where, what));
    try {
      await resize(page, sizes[0]);
      await shot.before?.(page, full);
      await page.goto(new URL(target, this.#baseUrl).toString(), { waitUntil: 'load' });
      await settled(page);
      await shot.prepare?.(page, full);
      for (const size of sizes) {
        where = `${size.width}-${size.theme}`;
        await resize(page, size);
        await settled(page);
        if (shot.windowOnly !== true) await makeRoom(page, size.width);
        await page.screenshot({
          path: path.join(folder, shot.as, shot.name, `${where}.png`),
          fullPage: shot.windowOnly !== true && size.width >= PHONE_BELOW,
          animations: 'disabled',
        });
        const wide = await widerThanWindow(page);
        if (wide !== null) this.#complain(shot, where, wide);
      }
    } catch (error) {
      this.#complain(shot, where, `not taken: ${String(error).split('\n')[0]}`);
    } finally {
      for (const undo of undos) await undo();
      await page.close();
    }
  }

  /** A tab of the visitor's, or null and a complaint when the browser gives none. */
  async #open(shot: Shot): Promise<Page | null> {
    try {
      return await (await this.#context(shot.as)).newPage();
    } catch (error) {
      this.#complain(shot, '-', `not taken: ${String(error).split('\n')[0]}`);
      return null;
    }
  }

  #complain(shot: Shot, where: string, what: string): void {
    this.complaints.push({ page: `${shot.as}/${shot.name}`, where, what });
  }

  async #context(visitor: Visitor): Promise<BrowserContext> {
    const known = this.#contexts.get(visitor);
    if (known !== undefined) return known;
    const context = await this.#browser.newContext({
      baseURL: this.#baseUrl,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    this.#contexts.set(visitor, context);
    if (visitor !== 'nobody') await this.#signIn(context, visitor);
    return context;
  }

  async #signIn(context: BrowserContext, role: string): Promise<void> {
    const person = this.#people.find((candidate) => candidate.role === role);
    if (person === undefined) throw new Error(`This board has no ${role} to sign in as.`);
    const page = await context.newPage();
    await page.goto('/sign-in', { timeout: PATIENCE_MILLIS });
    await settled(page);
    await page.getByLabel('E-mail address').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: PATIENCE_MILLIS });
    await page.close();
  }
}

async function resize(page: Page, size: { width: number; theme: Theme } | undefined): Promise<void> {
  if (size === undefined) return;
  await page.emulateMedia({ colorScheme: size.theme });
  await page.setViewportSize({ width: size.width, height: HEIGHTS[size.width] ?? FALLBACK_HEIGHT });
}

/** On a phone the bar at the bottom belongs to the window: with a window as long as the page it hides nothing. */
async function makeRoom(page: Page, width: number): Promise<void> {
  if (width >= PHONE_BELOW) return;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, HEIGHTS[width] ?? FALLBACK_HEIGHT) });
}
