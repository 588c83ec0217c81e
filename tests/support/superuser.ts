import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const root = path.resolve(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/**
 * A connection as the superuser of the database of a running board; the caller ends it. The address comes from a
 * process of its own, since what knows it is for servers only, which a browser test is not.
 */
export async function connectAsSuperuser(dataDir: string): Promise<Client> {
  const { stdout } = await run(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'tests/support/print-address.ts', dataDir],
    { cwd: root },
  );
  const client = new Client({ connectionString: stdout });
  // Where the board is stopped, this connection ends too.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
