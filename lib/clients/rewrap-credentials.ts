import 'server-only';
import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm';
import { credentialContext } from '@/lib/clients/credential-context';
import type { Executor, Transaction } from '@/lib/db/database';
import { clientCredentials, clients } from '@/lib/db/schema/clients';
import type { BatchOutcome, BatchRequest, EncryptedTable } from '@/lib/keys/rewrap';
import { type Vault, VaultError } from '@/lib/vault/vault';

type Row = Pick<
  typeof clientCredentials.$inferSelect,
  'id' | 'clientId' | 'slotId' | 'envelope' | 'valueVersion'
>;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The clients' values, for a change of the master key. Nothing leaves the vault: a value goes from envelope to envelope. */
export const credentialTable: EncryptedTable = {
  name: 'client credentials',
  async count(executor: Executor, keyVersions: readonly number[]) {
    if (keyVersions.length === 0) return 0;
    const [row] = await executor
      .select({ rows: count() })
      .from(clientCredentials)
      .where(inArray(clientCredentials.keyVersion, [...keyVersions]));
    return row?.rows ?? 0;
  },
  async rewrapBatch(tx: Transaction, vault: Vault, request: BatchRequest): Promise<BatchOutcome> {
    const { last, rows, salts } = request.wait ? await waitForRows(tx, request) : await freeRows(tx, request);
    const anew: Rewrapped[] = [];
    const unopened: string[] = [];
    for (const row of rows) {
      const salt = salts.get(row.clientId);
      // Somebody works on this client just now: a later pass comes back.
      if (salt === undefined) continue;
      const rewrapped = await rewrapOne(vault, row, salt);
      if (rewrapped === null) unopened.push(row.id);
      else anew.push(rewrapped);
    }
    await writeRewrapped(tx, anew, { from: request.keyVersion, to: vault.activeKeyVersion });
    return { last, rewrapped: anew.length, unopened };
  },
};

interface LockedRows {
  /** The last id looked at, locked or not. */
  last: string | null;
  rows: Row[];
  salts: Map<string, Buffer | null>;
}

/** Rows that nobody works on. They are locked before their clients, which is safe only because nothing here waits. */
async function freeRows(tx: Transaction, request: BatchRequest): Promise<LockedRows> {
  const rows = await selectRows(tx, request).for('update', { skipLocked: true });
  return { last: rows.at(-1)?.id ?? null, rows, salts: await lockOwners(tx, rows, false) };
}

/** The next rows, whoever works on them: the client first, as everybody locks who changes a value. */
async function waitForRows(tx: Transaction, request: BatchRequest): Promise<LockedRows> {
  const found = await selectRows(tx, request);
  const salts = await lockOwners(tx, found, true);
  const ids = found.map(({ id }) => id);
  const still = and(inArray(clientCredentials.id, ids), eq(clientCredentials.keyVersion, request.keyVersion));
  const rows = await tx.select().from(clientCredentials).where(still).for('update');
  return { last: ids.at(-1) ?? null, rows, salts };
}

function selectRows(tx: Transaction, { keyVersion, after, limit }: BatchRequest) {
  return tx
    .select()
    .from(clientCredentials)
    .where(and(eq(clientCredentials.keyVersion, keyVersion), gt(clientCredentials.id, after ?? FIRST_ID)))
    .orderBy(asc(clientCredentials.id))
    .limit(limit);
}

async function lockOwners(
  tx: Transaction,
  rows: readonly Row[],
  wait: boolean,
): Promise<Map<string, Buffer | null>> {
  const ids = [...new Set(rows.map(({ clientId }) => clientId))];
  if (ids.length === 0) return new Map();
  const owners = await tx
    .select({ id: clients.id, salt: clients.kdfSalt })
    .from(clients)
    .where(inArray(clients.id, ids))
    .for('share', wait ? {} : { skipLocked: true });
  return new Map(owners.map(({ id, salt }) => [id, salt]));
}

interface Rewrapped extends Pick<Row, 'id' | 'valueVersion' | 'envelope'> {
  mark: Buffer | null;
}

/** Null: the row does not open, and is left as it is for somebody to look at. */
async function rewrapOne(vault: Vault, row: Row, salt: Buffer | null): Promise<Rewrapped | null> {
  if (salt === null) return null;
  const context = credentialContext({ ...row, salt });
  try {
    const value = await vault.decrypt(row.envelope, context);
    const envelope = await vault.encrypt(value, context);
    const { id, valueVersion } = row;
    return { id, valueVersion, envelope, mark: vault.mark(value, context) };
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

/** A batch in one statement: asked for one by one, the way to the database is most of what a rewrap takes. */
async function writeRewrapped(
  tx: Transaction,
  rows: readonly Rewrapped[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  if (rows.length === 0) return;
  const list = <Value>(of: (row: Rewrapped) => Value) => sql.param(rows.map(of));
  await tx.execute(sql`
    update ${clientCredentials} set envelope = anew.envelope, mark = anew.mark, key_version = ${to}
    from unnest(${list(({ id }) => id)}::uuid[], ${list(({ valueVersion }) => valueVersion)}::int[],
        ${list(({ envelope }) => envelope)}::bytea[], ${list(({ mark }) => mark)}::bytea[])
      as anew (id, value_version, envelope, mark)
    where ${clientCredentials.id} = anew.id and ${clientCredentials.valueVersion} = anew.value_version
      and ${clientCredentials.keyVersion} = ${from}`);
}
