import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET } from '@/app/api/ready/route';
import { closeApplicationPool } from '@/lib/db/pool';
import { applyEnvironment } from '@/lib/env';
import { testDatabase } from '@/tests/support/postgres';

/** The way to the database, which the test can cut, block and open again. */
class Way {
  blocked = false;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  constructor(private readonly target: { host: string; port: number }) {}

  /** Opens at the given port, or at any; resolves to the port. */
  async open(port = 0): Promise<number> {
    const server = createServer((near) => this.#forward(near));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #forward(near: Socket): void {
    const far = connect(this.target);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    near.on('data', (bytes) => this.blocked || far.write(bytes));
    far.on('data', (bytes) => this.blocked || near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }
}

let way: Way;
let port: number;

beforeAll(async () => {
  const { applicationUrl } = await testDatabase();
  const url = new URL(applicationUrl);
  way = new Way({ host: url.hostname, port: Number(url.port) });
  port = await way.open();
  applyEnvironment({
    DATABASE_URL: Object.assign(new URL(applicationUrl), { hostname: '127.0.0.1', port }).toString(),
  });
});

afterAll(async () => {
  await way.cut();
  await closeApplicationPool();
});

async function answer() {
  const response = await GET();
  return {
    status: response.status,
    kept: response.headers.get('cache-control'),
    body: (await response.json()) as unknown,
  };
}

const READY = {
  status: 200,
  kept: 'no-store',
  body: { status: 'ready', database: true, masterKey: true },
};

test('without its database an instance says so in so many words, and is ready again by itself', async () => {
  expect(await answer()).toEqual(READY);
  await way.cut();
  // The key was loaded while the database was there, and a process does not forget it.
  expect(await answer()).toEqual({
    status: 503,
    kept: 'no-store',
    body: { status: 'not-ready', database: false, masterKey: true },
  });
  await way.open(port);
  expect(await answer()).toEqual(READY);
});

test('a database that takes questions and never answers counts as absent, until it answers again', async () => {
  expect(await answer()).toEqual(READY);
  way.blocked = true;
  expect(await answer()).toMatchObject({ status: 503, body: { database: false } });
  way.blocked = false;
  expect(await answer()).toEqual(READY);
});

test('the answer names no host, no port and no reason', async () => {
  await way.cut();
  const text = JSON.stringify(await answer());
  expect(text).not.toContain(String(port));
  expect(text).not.toMatch(/127\.0\.0\.1|ECONN|localhost|postgres/i);
  await way.open(port);
});
