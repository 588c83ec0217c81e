import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { connectionAs } from '@/lib/db/pool';

/** What a reveal asks of the database, without anything around it: the least it can cost here. */
export interface BareReveal {
  /** Reads the value and writes an event, in one transaction: four round trips. */
  unchained: (worker: number) => Promise<void>;
  /** The same with the chain's head locked and moved on, as the product does: six round trips. */
  chained: (worker: number) => Promise<void>;
  end: () => Promise<void>;
}

const SELECT = {
  name: 'bare-select',
  text: `select v.envelope, v.value_version, c.kdf_salt, coalesce(c.purge_after <= now(), false) as due
    from client_credentials v join clients c on c.id = v.client_id
    where v.client_id = $1 and v.slot_id = $2 for share`,
};
const LOCK_HEAD = {
  name: 'bare-lock',
  text: `select seq, mac, date_trunc('milliseconds', clock_timestamp()) as at from audit_heads where chain = $1 for update`,
};
const INSERT = {
  name: 'bare-insert',
  text: `insert into audit_events (at, action, outcome, actor_id, actor_role, via, is_agent, client_id, slot_id,
      value_version, chain, chain_seq, key_version, mac)
    values (clock_timestamp(), 'credential.revealed', 'ok', $1, 'consultant', 'web', false, $2, $3, 1, $4, $5, 1, $6)`,
};
const MOVE_HEAD = {
  name: 'bare-move',
  text: 'update audit_heads set seq = $2, key_version = 1, mac = $3 where chain = $1',
};

const mac = randomBytes(32);

/** A prepared connection per worker, each with a client of its own, whose slot `slotId` holds a value. */
export async function bareReveal(
  applicationUrl: string,
  actorId: string,
  clientIds: readonly string[],
  slotId: string,
): Promise<BareReveal> {
  const connected = await Promise.all(
    clientIds.map(async () => {
      const client = new Client(connectionAs('jed_board_app', applicationUrl));
      await client.connect();
      return client;
    }),
  );
  // Chains of their own: the product's must stay sound for what is measured after this.
  const chains = clientIds.map(() => `bare-${uuidV7()}`);
  for (const chain of chains) {
    await connected[0]?.query(
      'insert into audit_heads (chain, seq, key_version, mac) values ($1, 0, 1, $2)',
      [chain, mac],
    );
  }
  const inTransaction = (body: (pg: Client, clientId: string, chain: string) => Promise<void>) => {
    return async (worker: number): Promise<void> => {
      const [pg, clientId, chain] = [connected[worker], clientIds[worker], chains[worker]];
      if (pg === undefined || clientId === undefined || chain === undefined)
        throw new Error('No such worker.');
      await pg.query('begin');
      const { rowCount } = await pg.query({ ...SELECT, values: [clientId, slotId] });
      if (rowCount !== 1) throw new Error('There is no value to reveal.');
      await body(pg, clientId, chain);
      await pg.query('commit');
    };
  };
  return {
    unchained: inTransaction(async (pg, clientId) => {
      await pg.query({ ...INSERT, values: [actorId, clientId, slotId, uuidV7(), 1, mac] });
    }),
    chained: inTransaction(async (pg, clientId, chain) => {
      const { rows } = await pg.query({ ...LOCK_HEAD, values: [chain] });
      const next = Number(rows[0]?.seq) + 1;
      await pg.query({ ...INSERT, values: [actorId, clientId, slotId, chain, next, mac] });
      await pg.query({ ...MOVE_HEAD, values: [chain, next, mac] });
    }),
    end: async () => {
      await Promise.all(connected.map((pg) => pg.end()));
    },
  };
}
