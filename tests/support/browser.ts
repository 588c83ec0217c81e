import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Runs as root need --no-sandbox; the rest keeps the browser from calling home, which a closed network answers badly. */
export const BROWSER_ARGUMENTS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function found(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return named;
  const ours = chromium.executablePath();
  return [ours, ...INSTALLED].find((file) => existsSync(file)) ?? null;
}

function attempt(program: string, given: readonly string[]): boolean {
  try {
    execFileSync(program, given, { stdio: ['ignore', 'ignore', 'ignore'], timeout: 600_000 });
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium: the one named, Playwright's, an installed one; else it is installed, by Playwright or by apt. */
export function browserPath(): string {
  const already = found();
  if (already !== null) return already;
  attempt('node_modules/.bin/playwright', ['install', 'chromium']);
  const downloaded = found();
  if (downloaded !== null) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    attempt('apt-get', ['update', '-qq']);
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  const installed = found();
  if (installed !== null) return installed;
  throw new Error('No Chromium was found: install Chromium or Chrome, or set CHROMIUM_PATH to one.');
}
