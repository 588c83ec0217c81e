import { defineConfig } from '@playwright/test';
import { BROWSER_ARGUMENTS, browserPath } from './support/browser';

const DEVELOPMENT = '**/canary-dev.test.ts';

export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results',
  globalSetup: './support/e2e-boards.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'built', testIgnore: DEVELOPMENT },
    // There a page is compiled when somebody first asks for it.
    { name: 'development', testMatch: DEVELOPMENT, expect: { timeout: 120_000 } },
  ],
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/report.json' }],
  ],
  use: {
    browserName: 'chromium',
    // A trace or a video would be one more place where a secret could lie.
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: { executablePath: browserPath(), args: BROWSER_ARGUMENTS },
  },
});
