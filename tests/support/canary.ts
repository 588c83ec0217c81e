import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** The shapes in which a text may lie somewhere: as it is, in hex, in base64 at any offset, in UTF-16, in a URL. */
function shapesOf(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const texts = [value, encodeURIComponent(value), bytes.toString('hex'), ...base64];
  const wide = Buffer.from(value, 'utf16le');
  return [...new Set(texts)].map((text) => Buffer.from(text)).concat(wide);
}

/** The names among `values` whose value lies in the bytes, in whatever shape. */
export function foundIn(bytes: Buffer, values: ReadonlyMap<string, string>): string[] {
  return [...values]
    .filter(([, value]) => shapesOf(value).some((shape) => bytes.includes(shape)))
    .map(([name]) => name);
}

/** Every file below a folder that holds one of the values: its path and the value's name. */
export function filesWith(folder: string, values: ReadonlyMap<string, string>): string[] {
  return filesBelow(folder).flatMap((file) =>
    foundIn(unlessGone(() => readFileSync(file)) ?? Buffer.alloc(0), values).map(
      (name) => `${file}: ${name}`,
    ),
  );
}

function filesBelow(folder: string): string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(place);
    return entry.isFile() ? [place] : [];
  });
}

/** A server that is up takes files of its cache away while they are being looked through; nothing else may fail. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** What of the values a plain dump of all tables shows. */
export async function foundInDump(dataDir: string, values: ReadonlyMap<string, string>): Promise<string[]> {
  const { stdout } = await run(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'tests/support/dump-database.ts', dataDir],
    { cwd: root, maxBuffer: 1024 * 1024 * 1024, encoding: 'buffer' },
  );
  if (stdout.length === 0) throw new Error('The dump is empty, so it proves nothing.');
  return foundIn(stdout, values).map((name) => `dump: ${name}`);
}

/** What of the values command lines and environments of the processes show, where the system lists them (/proc). */
export function foundInProcesses(values: ReadonlyMap<string, string>): string[] {
  if (process.platform !== 'linux') return [];
  const files = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => [`/proc/${id}/cmdline`, `/proc/${id}/environ`]);
  return files.flatMap((file) => foundIn(readIfThere(file), values).map((name) => `${file}: ${name}`));
}

/** A process may end between being listed and being read. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** What of the values the page and everything it keeps in the browser show. */
export async function foundInBrowser(page: Page, values: ReadonlyMap<string, string>): Promise<string[]> {
  const kept = await page.evaluate(async () => {
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '');
      }
    }
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const databases: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const opened = await answer(indexedDB.open(name));
      for (const store of opened.objectStoreNames) {
        databases.push(name, store, await answer(opened.transaction(store).objectStore(store).getAll()));
      }
      opened.close();
    }
    return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, cached, databases]);
  });
  const state = JSON.stringify(await page.context().storageState());
  const all = Buffer.from([kept, state, await page.content()].join('\n'));
  return foundIn(all, values).map((name) => `browser at ${new URL(page.url()).pathname}: ${name}`);
}
