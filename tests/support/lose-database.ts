import { connectAsSuperuser } from './superuser';

const APPLICATION_ROLE = 'jed_board_app';

/**
 * Takes the database away from a running board: every connection of the application's role is ended, and new ones are
 * refused. Returns what gives it back. The server goes on, so that the board's launcher has nothing to stop for.
 */
export async function loseDatabase(dataDir: string): Promise<() => Promise<void>> {
  const client = await connectAsSuperuser(dataDir);
  await client.query(`alter role ${APPLICATION_ROLE} connection limit 0`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
    APPLICATION_ROLE,
  ]);
  return async () => {
    await client.query(`alter role ${APPLICATION_ROLE} connection limit -1`);
    await client.end();
  };
}
