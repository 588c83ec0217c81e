import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The header by which a test's browser says which instance it wants. */
export const INSTANCE_HEADER = 'x-instance';

export interface InstanceProxy {
  url: string;
  /** Where each instance's requests go; changing one sends what follows elsewhere. */
  targets: string[];
  /** Streams do not get through any more, as behind a proxy that holds them back. */
  blockStreams: (blocked: boolean) => void;
  /** Cuts off every connection that is open now. */
  cutOff: () => void;
  stop: () => Promise<void>;
}

/** A reverse proxy in front of several instances of one board, as small as it can be. */
export async function startInstanceProxy(targets: readonly string[]): Promise<InstanceProxy> {
  const state = { targets: [...targets], blocked: false };
  const open = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const target = new URL(state.targets[Number(request.headers[INSTANCE_HEADER] ?? 0)] ?? '');
    if (state.blocked && request.url?.includes('/events') === true) {
      response.writeHead(503).end();
      return;
    }
    const { [INSTANCE_HEADER]: _, ...headers } = request.headers;
    const forwarded = http.request(
      { host: target.hostname, port: target.port, path: request.url, method: request.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    forwarded.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutOff = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    targets: state.targets,
    blockStreams: (blocked) => {
      state.blocked = blocked;
    },
    cutOff,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cutOff();
      await closed;
    },
  };
}
