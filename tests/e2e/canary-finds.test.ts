import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { foundInBrowser, foundInDump, foundInProcesses } from '../support/canary';
import { startListeningProxy } from '../support/listening-proxy';
import { connectAsSuperuser } from '../support/superuser';

/** The sweep for leaked values can itself fail: one leak of each kind is planted, and has to be found. */

const VALUE = 'planted+0123456789/abcdefghijklmnop=';
const values = new Map([['PLANTED', VALUE]]);

test('a value in a compressed answer, in a header or in an address is found', async ({ browser }) => {
  const server = createServer((request, response) => {
    if (request.url === '/body') {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(`{"stored":"${VALUE}"}`));
    } else {
      if (request.url === '/header') response.setHeader('x-debug', VALUE);
      response.end('nothing');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [at, found] of [
    ['/nothing', []],
    ['/body', ['answer to GET /body: PLANTED']],
    ['/header', ['answer to GET /header: PLANTED']],
    [`/address?key=${encodeURIComponent(VALUE)}`, ['address: PLANTED']],
  ] as const) {
    const answers = await startListeningProxy(values);
    const context = await browser.newContext({ proxy: { server: answers.server } });
    await (await context.newPage()).goto(`${url}${at}`);
    expect(await answers.found()).toEqual(found);
    await context.close();
    await answers.close();
  }
  const answers = await startListeningProxy(values);
  const context = await browser.newContext({ proxy: { server: answers.server } });
  const page = await context.newPage();
  await page.goto(`${url}/nothing`);
  // Whoever breaks an answer off was sent it all the same.
  await page.evaluate(async () => (await fetch('/body', { method: 'POST' })).body?.cancel());
  expect(await answers.found()).toEqual(['answer to POST /body: PLANTED']);
  await context.close();
  await answers.close();
  await new Promise((resolve) => server.close(resolve));
});

const places: readonly [string, (page: Page) => Promise<unknown>][] = [
  ['its text', (page) => page.evaluate((value) => document.body.append(value), VALUE)],
  ['an attribute', (page) => page.evaluate((value) => document.body.setAttribute('data-key', value), VALUE)],
  ['local storage', (page) => page.evaluate((value) => localStorage.setItem('draft', value), VALUE)],
  ['session storage', (page) => page.evaluate((value) => sessionStorage.setItem('draft', value), VALUE)],
  ['its history', (page) => page.evaluate((value) => history.replaceState({ value }, ''), VALUE)],
  [
    'a cookie',
    (page) =>
      page.context().addCookies([{ name: 'kept', value: encodeURIComponent(VALUE), url: page.url() }]),
  ],
  [
    'a cache',
    (page) =>
      page.evaluate(async (value) => {
        await (await caches.open('pages')).put('/kept', new Response(value));
      }, VALUE),
  ],
  [
    'a database of the browser',
    (page) =>
      page.evaluate(
        (value) =>
          new Promise<void>((resolve, reject) => {
            const opening = indexedDB.open('queue', 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore('acts', { autoIncrement: true });
            opening.onsuccess = () => {
              const writing = opening.result.transaction('acts', 'readwrite');
              writing.objectStore('acts').add({ note: value });
              writing.oncomplete = () => resolve(opening.result.close());
              writing.onerror = () => reject(writing.error);
            };
          }),
        VALUE,
      ),
  ],
];

for (const [place, plant] of places) {
  test(`a value that a page keeps in ${place} is found`, async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // A page of the board, so that the origin is one that may keep things.
    await page.goto(`${runningBoards().demo.url}/sign-in`);
    expect(await foundInBrowser(page, values)).toEqual([]);
    await plant(page);
    expect(await foundInBrowser(page, values)).toEqual(['browser at /sign-in: PLANTED']);
    await context.close();
  });
}

test('a value in a table is found in the dump, as text and as bytes', async () => {
  const dataDir = path.join(runningBoards().place, 'demo-demo');
  const client = await connectAsSuperuser(dataDir);
  try {
    for (const column of [`'${VALUE}'::text`, `convert_to('x${VALUE}', 'UTF8')`]) {
      await client.query(`create table public.planted as select ${column} as kept`);
      expect(await foundInDump(dataDir, values)).toEqual(['dump: PLANTED']);
      await client.query('drop table public.planted');
    }
  } finally {
    await client.query('drop table if exists public.planted');
    await client.end();
  }
});

test('a value on a command line or in the environment of a process is found, where the system lists them', async () => {
  const wait = 'process.stdin.resume(); process.stdout.write("up")';
  for (const [given, environment] of [
    [[VALUE], {}],
    [[], { PLANTED: VALUE }],
  ] as const) {
    const child = spawn(process.execPath, ['-e', wait, ...given], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const found = foundInProcesses(values).filter((line) => line.includes(`/${child.pid}/`));
    child.kill();
    await once(child, 'exit');
    expect(found).toHaveLength(process.platform === 'linux' ? 1 : 0);
  }
});
