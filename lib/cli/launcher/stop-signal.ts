import 'server-only';
import { childEnvironment } from '@/lib/env';

const PARENT_CHECK_SECONDS = 1;

/**
 * A signal that aborts on Ctrl-C, SIGTERM or a closed terminal. Ctrl-C under npm arrives twice, from the terminal
 * and from npm, so a repeated signal means nothing more than the first. Under npm the end of npm counts too: it
 * waits for us, so it can only have been killed.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  // With its terminal gone, writing fails; that must not keep the servers from being stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (childEnvironment().npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    const check = () => {
      if (process.ppid !== parent) stop();
    };
    setInterval(check, PARENT_CHECK_SECONDS * 1000).unref();
  }
  return controller.signal;
}
