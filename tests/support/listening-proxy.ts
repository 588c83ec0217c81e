import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { foundIn } from './canary';

/**
 * Stands between a browser and its servers, and looks for values in every answer, after decompression, and in every
 * address that is asked for. Outside the browser, so that it hears the answers that a page breaks off, and those of
 * workers.
 */
export interface ListeningProxy {
  /** For a browser context's `proxy`. */
  server: string;
  /** What was found so far, once every answer that can end has ended. */
  found: () => Promise<string[]>;
  close: () => Promise<void>;
}

const unbrotli = promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** By encoding. What a server broke off is read as far as it goes. */
const decoders: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) => unbrotli(body, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
  gzip: (body) => gunzip(body, { finishFlush: zlib.constants.Z_SYNC_FLUSH }),
};

/** `values` may grow while it listens; an answer is searched for those that are known when it ends. */
export async function startListeningProxy(values: ReadonlyMap<string, string>): Promise<ListeningProxy> {
  const found: string[] = [];
  const pending = new Set<Promise<void>>();
  const note = (where: string, bytes: Buffer) =>
    found.push(...foundIn(bytes, values).map((name) => `${where}: ${name}`));

  const proxy = http.createServer((request, response) => {
    const address = new URL(request.url ?? '');
    note('address', Buffer.from(address.href));
    const where = `answer to ${request.method} ${address.pathname.split('/', 2).join('/')}`;
    const { method, headers } = request;
    const asked = http.request(address, { method, headers }, (answer) => {
      note(where, Buffer.from(JSON.stringify(answer.rawHeaders)));
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders).flushHeaders();
      const streams = answer.headers['content-type']?.startsWith('text/event-stream') === true;
      const heard: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => {
        // A stream has no end to wait for: each of its events is one piece.
        if (streams) note(where, chunk);
        else heard.push(chunk);
        response.write(chunk);
      });
      const ended = new Promise((resolve) => answer.on('close', resolve)).then(async () => {
        if (answer.complete) response.end();
        else response.destroy();
        const body = await decoded(Buffer.concat(heard), answer.headers['content-encoding']);
        if (body === null) found.push(`${where}: cannot be read`);
        else note(where, body);
        pending.delete(ended);
      });
      if (streams) response.on('close', () => asked.destroy());
      else pending.add(ended);
    });
    // A server that is being restarted is to the browser one that hangs up.
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  // The line by which a development server tells of changes is no answer: it is passed through.
  proxy.on('connect', (request, browser) => {
    const { hostname, port } = new URL(`http://${request.url}`);
    const server = connect(Number(port), hostname, () => {
      browser.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(browser).pipe(server);
    });
    server.on('error', () => browser.destroy());
    browser.on('error', () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    found: async () => {
      while (pending.size > 0) await Promise.all(pending);
      return found;
    },
    close: async () => {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** Null for an encoding that nobody here reads, and for what is none. */
async function decoded(body: Buffer, encoding: string | undefined): Promise<Buffer | null> {
  if (encoding === undefined || body.length === 0) return body;
  return (await decoders[encoding]?.(body).catch(() => null)) ?? null;
}
