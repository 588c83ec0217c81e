import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const root = path.resolve(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/**
 * The superuser's address of the database of a running board. It comes from a process of its own, since what knows it is
 * for servers only, which a browser test is not.
 */
export async function superuserUrl(dataDir: string): Promise<string> {
  const { stdout } = await run(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'tests/support/print-address.ts', dataDir],
    { cwd: root },
  );
  return stdout;
}

/** A connection as that superuser; the caller ends it. */
export async function connectAsSuperuser(dataDir: string): Promise<Client> {
  const client = new Client({ connectionString: await superuserUrl(dataDir) });
  // Where the board is stopped, this connection ends too.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
