import 'server-only';
import { createServer } from 'node:net';
import { AppError } from '@/lib/errors';

const FIRST_PORT = 3000;
const PORTS_TRIED = 100;

/**
 * The port to serve on: the wanted one, which must be free, or the first free one from 3000 on. A browser may
 * resolve `localhost` to either loopback address, so a port that somebody has on one of them is not free.
 */
export async function choosePort(host: string, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(host, wanted)) return wanted;
    throw new AppError(
      'configuration',
      `Port ${wanted} is taken: stop what uses it, or choose another with --port.`,
    );
  }
  for (let port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port += 1) {
    if (await isFree(host, port)) return port;
  }
  throw new AppError('configuration', 'No port from 3000 to 3099 is free: choose another with --port.');
}

async function isFree(host: string, port: number): Promise<boolean> {
  for (const address of new Set([host, '127.0.0.1', '::1'])) {
    if (!(await canListen(address, port))) return false;
  }
  return true;
}

async function canListen(address: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    // A machine without IPv6 has nobody on ::1 either.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'),
    );
    server.listen({ host: address, port, ipv6Only: address.includes(':') }, () =>
      server.close(() => resolve(true)),
    );
  });
}
