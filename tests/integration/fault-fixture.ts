import type { Pool } from 'pg';

/** What the log says of a client's values, oldest first. */
export async function revealsOf(pool: Pool, clientId: string): Promise<string[]> {
  const { rows } = await pool.query<{ action: string }>(
    `select action from audit_events where client_id = $1 and action like 'credential.reveal%' order by seq`,
    [clientId],
  );
  return rows.map(({ action }) => action);
}

/** The server process of whoever of the application waits for a lock; asks until there is one. */
export async function waitingBackend(superuser: Pool): Promise<number> {
  for (;;) {
    const { rows } = await superuser.query<{ pid: number }>(
      `select pid from pg_stat_activity
        where datname = current_database() and application_name = 'jed-board' and wait_event_type = 'Lock'`,
    );
    if (rows[0] !== undefined) return rows[0].pid;
  }
}

/** Asks until so many of the application's connections wait for a lock. */
export async function untilWaiting(superuser: Pool, count: number): Promise<void> {
  for (let waiting = 0; waiting < count; ) {
    const { rows } = await superuser.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and application_name = 'jed-board' and wait_event_type = 'Lock'`,
    );
    waiting = rows[0]?.waiting ?? 0;
  }
}

/** Ends one server process, as a failing machine or an administrator would, and lets go of it when it is gone. */
export async function killBackend(superuser: Pool, pid: number): Promise<void> {
  await superuser.query('select pg_terminate_backend($1, 10000)', [pid]);
}
