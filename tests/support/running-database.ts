import { Client } from 'pg';
import { ask, socketPath } from '@/lib/cli/launcher/single-instance';
import { type EmbeddedAddresses, readEmbeddedAddresses } from '@/lib/db/embedded-postgres';

/** Logins to the embedded database of the board that runs on this data folder. */
export async function runningDatabase(dataDir: string): Promise<EmbeddedAddresses> {
  const holder = await ask(socketPath(dataDir));
  if (holder?.postgresPort == null) throw new Error(`No board runs with its data in ${dataDir}.`);
  return readEmbeddedAddresses(dataDir, holder.postgresPort);
}

/** One statement on that database, as its superuser. */
export async function queryRunning<R extends object>(dataDir: string, statement: string): Promise<R[]> {
  const client = new Client({ connectionString: (await runningDatabase(dataDir)).superuserUrl });
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}
