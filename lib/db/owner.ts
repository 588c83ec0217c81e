import 'server-only';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Database } from '@/lib/db/database';
import { connectAs, OWNER_ROLE } from '@/lib/db/pool';

/** Runs `work` on a connection as the owner role. `connectionString`: a login that may take that role on. */
export async function withOwner<T>(
  connectionString: string,
  work: (owner: Database) => Promise<T>,
): Promise<T> {
  const client = await connectAs(OWNER_ROLE, connectionString);
  try {
    return await work(drizzle(client));
  } finally {
    await client.end();
  }
}
