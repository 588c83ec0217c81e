import type { WaitingAct } from '@/lib/runbook/offline-acts';
import type { RunChange } from '@/lib/runbook/run-change';

/** Everything of ours that this browser keeps begins with it, so that it goes all at once. */
const PREFIX = 'jed-board.offline.';
const ACTS = `${PREFIX}acts`;
const CACHES = 'jed-board-';
const MAX_CHANGES = 300;

const nothing: readonly WaitingAct[] = [];
const listeners = new Set<() => void>();
let known: { text: string | null; personId: string; acts: readonly WaitingAct[] } | null = null;

/** Calls back whenever what waits changes, here or in another tab. */
export function watchWaitingActs(changed: () => void): () => void {
  const heard = ({ key }: StorageEvent) => {
    if (key === null || key === ACTS) changed();
  };
  listeners.add(changed);
  window.addEventListener('storage', heard);
  return () => {
    listeners.delete(changed);
    window.removeEventListener('storage', heard);
  };
}

/** What waits on this device under the person's name; what waits under another one is not theirs to see. */
export function waitingActs(personId: string): readonly WaitingAct[] {
  const text = readItem(ACTS);
  if (known?.text === text && known.personId === personId) return known.acts;
  const kept = parsed<{ personId: string; acts: WaitingAct[] }>(text);
  known = { text, personId, acts: kept?.personId === personId ? kept.acts : nothing };
  return known.acts;
}

/** Keeps them instead of what waited before. False where the browser keeps nothing. */
export function keepWaitingActs(personId: string, acts: readonly WaitingAct[]): boolean {
  const kept = acts.length === 0 ? removeItem(ACTS) : writeItem(ACTS, JSON.stringify({ personId, acts }));
  for (const changed of listeners) changed();
  return kept;
}

const runKey = (runbookId: string) => `${PREFIX}run.${runbookId}`;

interface KeptRun {
  personId: string;
  /** When the page last heard something; milliseconds by this device. */
  heardAt: number;
  changes: RunChange[];
}

/** Keeps what happened in a run since its page was kept, where pages are kept at all. */
export function keepChanges(runbookId: string, personId: string, changes: readonly RunChange[]): void {
  if (!('serviceWorker' in navigator) || navigator.serviceWorker.controller === null) return;
  const before = keptRun(runbookId, personId)?.changes ?? [];
  const fresh = changes.filter(
    (change) => !before.some(({ source, seq }) => source === change.source && seq === change.seq),
  );
  const kept: KeptRun = {
    personId,
    heardAt: Date.now(),
    changes: [...before, ...fresh].slice(-MAX_CHANGES),
  };
  writeItem(runKey(runbookId), JSON.stringify(kept));
}

/** What was kept of a run under the person's name. */
export function keptRun(runbookId: string, personId: string): KeptRun | null {
  const kept = parsed<KeptRun>(readItem(runKey(runbookId)));
  return kept?.personId === personId ? kept : null;
}

/** Whether something lies here under somebody else's name. */
export function belongsToAnother(personId: string): boolean {
  return ownKeys().some((key) => parsed<{ personId: string }>(readItem(key))?.personId !== personId);
}

/** Takes away the pages of runs and what happened in them. What waits for the network stays for its person. */
export async function forgetPages(): Promise<void> {
  for (const key of ownKeys()) if (key !== ACTS) removeItem(key);
  if ('serviceWorker' in navigator) navigator.serviceWorker.controller?.postMessage({ type: 'forget' });
  if (!('caches' in window)) return;
  const names = await caches.keys().catch(() => []);
  await Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)));
}

/** Takes away everything that this browser keeps of runs, what waits for the network too. */
export async function forgetEverything(): Promise<void> {
  removeItem(ACTS);
  for (const changed of listeners) changed();
  await forgetPages();
}

function ownKeys(): string[] {
  try {
    return Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** A browser that keeps nothing throws at the mere look. */
function readItem(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeItem(key: string, text: string): boolean {
  try {
    window.localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function removeItem(key: string): boolean {
  try {
    window.localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

function parsed<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
