/**
 * Keeps the pages of runs that were opened readable without a network: their HTML, which holds no value of a secret, and
 * the static files that it names. Nothing else is kept: no answer of a server action, nothing of /api/, no other page, no
 * cookie. It asks the network first and falls back only where none answers.
 */
const PAGES = 'jed-board-pages-';
const STATIC = 'jed-board-static';
const RUN_PAGE = /^\/runbooks\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STARTS = new Set(['/', '/runbooks']);
const MOST_PAGES = 5;
const KEPT_MILLIS = 3 * 24 * 60 * 60 * 1000;
/** A network that takes longer than this is none, where the page is at hand. */
const PATIENCE_MILLIS = 8000;
/** What a kept answer keeps of its headers: what it is, and what it may do. */
const HEADERS = [
  'content-type',
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
];

/** Counts how often everything was forgotten, so that a page on its way by then is not kept any more. */
let forgotten = 0;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const { type, ...page } = event.data ?? {};
  if (type === 'keep' && RUN_PAGE.test(page.path) && typeof page.personId === 'string') {
    event.waitUntil(keep(page).catch(() => undefined));
  }
  if (type === 'forget') event.waitUntil(forget());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  // Whoever has to sign in may be somebody else than whose pages these are.
  if (url.pathname === '/sign-in') return event.waitUntil(forget());
  if (url.pathname.startsWith('/_next/static/')) return event.respondWith(staticFile(request));
  if (request.mode !== 'navigate') return;
  if (RUN_PAGE.test(url.pathname)) event.respondWith(runPage(request, url.pathname));
  else if (STARTS.has(url.pathname)) event.respondWith(fetch(request).catch(() => listOfKept()));
});

/** Looks without opening: to open a cache is to make it, and a sign-out may just have taken it away. */
const foundIn = (cacheName, request) => caches.match(request, { cacheName });

const staticFile = async (request) => (await foundIn(STATIC, request)) ?? fetch(request);

async function runPage(request, path) {
  const kept = await keptPage(path);
  if (kept === null) return fetch(request).catch(() => listOfKept());
  const patience = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MILLIS));
  return Promise.race([fetch(request).catch(() => kept), patience]);
}

/** The page as it was kept; null where there is none or it is too old. */
async function keptPage(path) {
  for (const name of await pageCaches()) {
    const response = await foundIn(name, path);
    if (response !== undefined && isFresh(response)) return response;
  }
  return null;
}

const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
const keptAt = (response) => Number(response.headers.get('x-kept-at') ?? 0);
const isFresh = (response) => Date.now() - keptAt(response) < KEPT_MILLIS;

/** Keeps a page, unless everything is forgotten meanwhile: then nothing that was begun stays. */
async function keep(page) {
  const asked = forgotten;
  const isAsked = () => asked === forgotten;
  try {
    await keepPage(page, isAsked);
  } finally {
    if (!isAsked()) await forget();
  }
}

/**
 * Fetches a run's page for the person who has it open, and keeps it with the static files that it names, and with those
 * that the open page loaded beside them (`files`).
 */
async function keepPage({ path, personId, title, files }, isAsked) {
  const own = PAGES + personId;
  for (const name of await pageCaches()) if (name !== own) await caches.delete(name);
  const response = await fetch(path, {
    headers: { Accept: 'text/html' },
    redirect: 'manual',
    cache: 'no-store',
  });
  if (response.type === 'opaqueredirect') return forget();
  const cache = await caches.open(own);
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (response.status === 403 || response.status === 404) await cache.delete(path);
  if (!response.ok || !isPage) return;
  const html = await response.text();
  const loaded = [...filesIn(String(files))].join(' ');
  const headers = new Headers({
    'x-kept-at': String(Date.now()),
    'x-kept-title': encodeURIComponent(String(title)),
    'x-kept-files': loaded,
  });
  for (const name of HEADERS) if (response.headers.has(name)) headers.set(name, response.headers.get(name));
  await keepStatic(`${html} ${loaded}`);
  if (!isAsked()) return;
  await cache.put(path, new Response(html, { status: 200, headers }));
  await tidy(cache);
}

const filesIn = (text) => new Set(text.match(/\/_next\/static\/[^"'\\\s)<>]+/g) ?? []);

async function keepStatic(html) {
  const cache = await caches.open(STATIC);
  await Promise.all([...filesIn(html)].map((file) => keepFile(cache, file)));
}

async function keepFile(cache, file) {
  if ((await cache.match(file)) === undefined) await addFile(cache, file);
  if (file.includes('.css')) await keepFonts(cache, file);
}

async function keepFonts(cache, sheet) {
  const text = (await (await cache.match(sheet))?.text()) ?? '';
  for (const [, place] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
    const { origin, pathname } = new URL(place, new URL(sheet, self.location.origin));
    const isOurs = origin === self.location.origin && pathname.startsWith('/_next/static/');
    if (isOurs && (await cache.match(pathname)) === undefined) await addFile(cache, pathname);
  }
}

/** One file that is missing, such as a chunk that only the list of chunks names, costs no page. */
async function addFile(cache, file) {
  const response = await fetch(file).catch(() => null);
  if (response?.ok) await cache.put(file, response);
}

/** Drops pages that are too old or too many, and static files of builds that no kept page is of. */
async function tidy(cache) {
  const pages = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response !== undefined) pages.push({ request, response, at: keptAt(response) });
  }
  pages.sort((one, other) => other.at - one.at);
  const gone = pages.filter(({ response }, index) => index >= MOST_PAGES || !isFresh(response));
  for (const { request } of gone) await cache.delete(request);
  const needed = new Set();
  for (const page of pages) {
    if (gone.includes(page)) continue;
    const text = `${await page.response.text()} ${page.response.headers.get('x-kept-files')}`;
    for (const file of filesIn(text)) needed.add(file);
  }
  const files = await caches.open(STATIC);
  for (const request of await files.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!needed.has(pathname + search) && !pathname.includes('/media/')) await files.delete(request);
  }
}

async function forget() {
  forgotten += 1;
  for (const name of await caches.keys()) if (name.startsWith('jed-board-')) await caches.delete(name);
}

/** What stands in a page's place that was not kept: the runs that were. */
async function listOfKept() {
  const items = [];
  for (const name of await pageCaches()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (response === undefined || !isFresh(response)) continue;
      const title = decodeURIComponent(response.headers.get('x-kept-title') ?? 'A run');
      items.push(`<li><p><a href="${new URL(request.url).pathname}">${escaped(title)}</a></p></li>`);
    }
  }
  const body =
    items.length === 0
      ? '<p>No run was opened on this device in the last three days. Connect, then reload this page.</p>'
      : `<p>These runs can be read and ticked here:</p><ul>${items.join('')}</ul>`;
  const page = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Offline – Jed Board</title><h1>Offline</h1>${body}</html>`;
  return new Response(page, {
    status: 503,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  });
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
