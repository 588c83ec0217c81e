import type { Pool } from 'pg';

/** What the audit log says was done about a client, in its order. */
export async function actionsAbout(owner: Pool, clientId: string): Promise<string[]> {
  const { rows } = await owner.query<{ action: string }>(
    'select action from audit_events where client_id = $1 order by seq',
    [clientId],
  );
  return rows.map(({ action }) => action);
}
