import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { type ChainedEvent, canonicalBytes, GENESIS_MAC } from '@/lib/audit/canonical';
import { database } from '@/lib/db/database';
import { appVault } from '@/lib/keys/app-vault';

/** Events a statement inserts. */
const AT_ONCE = 2_000;

/**
 * Fills the log with whole chains, each of a client that is nowhere else, as the product would have written them but
 * many events a statement. Gives the number of bytes that each event's MAC covers.
 */
export async function seedManyEvents(chains: number, eventsEach: number): Promise<number[]> {
  const vault = await appVault();
  const lengths: number[] = [];
  for (let chain = 0; chain < chains; chain += 1) {
    const clientId = uuidV7();
    const macs = vault.auditChain(clientId);
    const rows: object[] = [];
    let previous: Buffer = GENESIS_MAC;
    for (let chainSeq = 1; chainSeq <= eventsEach; chainSeq += 1) {
      const event = madeUpEvent(clientId, chainSeq);
      const bytes = canonicalBytes(event, previous);
      const { mac, keyVersion } = macs.mac(bytes);
      lengths.push(bytes.length);
      rows.push({ ...event, mac: mac.toString('hex'), keyVersion });
      previous = mac;
      if (rows.length === AT_ONCE || chainSeq === eventsEach) await insert(rows.splice(0));
    }
    await database().execute(sql`
      insert into audit_heads (chain, seq, key_version, mac)
      values (${clientId}, ${eventsEach}, ${vault.activeKeyVersion}, ${previous})`);
  }
  return lengths;
}

function madeUpEvent(clientId: string, chainSeq: number): ChainedEvent {
  const isReveal = chainSeq % 3 === 0;
  return {
    chain: clientId,
    chainSeq,
    at: new Date(Date.UTC(2026, 0, 1) + chainSeq * 1000),
    action: isReveal ? 'credential.revealed' : 'credential.stored',
    outcome: 'ok',
    actorId: randomUUID(),
    actorRole: 'consultant',
    via: 'web',
    isAgent: false,
    reason: isReveal ? 'from the client record' : null,
    clientId,
    slotId: 'openrouter.api-key',
    valueVersion: chainSeq,
    runbookId: isReveal ? null : randomUUID(),
    stepId: isReveal ? null : 'openrouter.store-openrouter-api-key',
    subjectUserId: null,
    address: '192.0.2.1',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15',
    detail: isReveal ? {} : { source: 'typed' },
  };
}

async function insert(rows: readonly object[]): Promise<void> {
  await database().execute(sql`
    insert into audit_events (at, action, outcome, actor_id, actor_role, via, is_agent, reason, client_id, slot_id,
      value_version, runbook_id, step_id, address, user_agent, detail, chain, chain_seq, key_version, mac)
    select at, action, outcome, "actorId", "actorRole", via, "isAgent", reason, "clientId", "slotId", "valueVersion",
      "runbookId", "stepId", address, "userAgent", detail, chain, "chainSeq", "keyVersion", decode(mac, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (at timestamptz, action text, outcome text,
      "actorId" uuid, "actorRole" text, via text, "isAgent" boolean, reason text, "clientId" uuid, "slotId" text,
      "valueVersion" integer, "runbookId" uuid, "stepId" text, address text, "userAgent" text, detail jsonb, chain text,
      "chainSeq" bigint, "keyVersion" integer, mac text)`);
}
