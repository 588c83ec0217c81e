'use client';

import { useEffect, useRef } from 'react';
import { useOnline } from './use-online';

interface KeepOfflineProps {
  /** The page's own path. */
  path: string;
  personId: string;
  title: string;
  /** When the page was made; with each new one it is kept again. */
  madeAt: number;
  /** Whether this build's files may be kept: those of a development server change under their names. */
  registers: boolean;
}

const FIRST_MILLIS = 2_000;
const AGAIN_MILLIS = 60_000;

/** Has the browser keep this page for when the network is gone. Changes nothing where browsers cannot. */
export function KeepOffline({ path, personId, title, madeAt, registers }: KeepOfflineProps) {
  const keptAt = useRef(0);
  const online = useOnline();
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    if (registers)
      navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
  }, [registers]);
  useEffect(() => {
    if (!('serviceWorker' in navigator) || !online || madeAt === 0) return;
    const keep = async () => {
      if ((await navigator.serviceWorker.getRegistration()) === undefined) return;
      const { active } = await navigator.serviceWorker.ready;
      keptAt.current = Date.now();
      active?.postMessage({ type: 'keep', path, personId, title, files: loadedFiles() });
    };
    const wait = Math.max(FIRST_MILLIS, keptAt.current + AGAIN_MILLIS - Date.now());
    const timer = setTimeout(() => void keep().catch(() => undefined), wait);
    return () => clearTimeout(timer);
  }, [path, personId, title, madeAt, online]);
  return null;
}

/** What the page loaded of the build, by path, apart by spaces: the HTML need not name all of it. */
function loadedFiles(): string {
  return performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname + new URL(name).search)
    .filter((file) => file.startsWith('/_next/static/'))
    .join(' ');
}
