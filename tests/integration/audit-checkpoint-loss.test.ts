import { readdir } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalBytes } from '@/lib/audit/canonical';
import { streamEvents } from '@/lib/audit/event-stream';
import { verifyAudit } from '@/lib/audit/verify';
import { writeCheckpoint } from '@/lib/audit/write-checkpoint';
import { appVault } from '@/lib/keys/app-vault';
import {
  admin,
  board,
  endSeries,
  events,
  kinds,
  openBoard,
  place,
  startSeries,
  tamper,
  verified,
  write,
} from './checkpoint-fixture';

beforeAll(openBoard);
beforeEach(startSeries);
afterEach(endSeries);

/** The log looks whole by its own lights. */
const expectWholeChains = async () => expect((await verifyAudit(admin)).findings).toEqual([]);

/** A chain's tail cut off, and its head set to what is then the last event. */
async function cutAfter(chain: string, seq: number): Promise<void> {
  await tamper(
    `delete from audit_events where chain = '${chain}' and chain_seq > ${seq}`,
    `update audit_heads set (seq, key_version, mac) =
       (select chain_seq, key_version, mac from audit_events where chain = '${chain}' and chain_seq = ${seq})
     where chain = '${chain}'`,
  );
}

describe('audit-checkpoint: what the chains alone do not show', () => {
  test('a tail cut together with its head', async () => {
    const chain = await events(10);
    await write();
    await cutAfter(chain, 7);
    await expectWholeChains();
    expect(await verified()).toMatchObject({
      findings: [{ kind: 'cut-tail', chain, says: expect.stringContaining('ends at event 7') }],
    });
  });

  test('a cut tail that was written on', async () => {
    const chain = await events(10);
    await write();
    await cutAfter(chain, 7);
    await events(5, chain);
    await expectWholeChains();
    expect(await kinds()).toEqual([{ kind: 'rewritten', checkpoint: 1, chain }]);
  });

  test('a whole chain that is gone with its head', async () => {
    const chain = await events(4);
    await write();
    await tamper(
      `delete from audit_events where chain = '${chain}'`,
      `delete from audit_heads where chain = '${chain}'`,
    );
    await expectWholeChains();
    expect(await kinds()).toEqual([{ kind: 'cut-tail', checkpoint: 1, chain }]);
  });

  test('a chain written again by somebody who has the master key', async () => {
    const chain = await events(6);
    await write();
    await restamp(chain);
    await expectWholeChains();
    expect(await kinds()).toEqual([{ kind: 'rewritten', checkpoint: 1, chain }]);
  });

  test('a database put back as a whole, checkpoints and all', async () => {
    const chain = await events(5);
    await write();
    const tables = ['audit_events', 'audit_heads', 'audit_checkpoints'];
    await tamper(...tables.map((table) => `create table old_${table} as table ${table}`));
    await events(3, chain);
    const later = await events(2);
    await write();
    await tamper(
      ...tables.map((table) => `delete from ${table}`),
      'insert into audit_events overriding system value table old_audit_events',
      'insert into audit_heads table old_audit_heads',
      'insert into audit_checkpoints table old_audit_checkpoints',
      ...tables.map((table) => `drop table old_${table}`),
    );
    await expectWholeChains();
    const { findings } = await verified();
    expect(findings[0]).toMatchObject({ kind: 'rolled-back', checkpoint: 2 });
    expect(findings[0]?.says).toContain('5 events in 2 chains are gone');
    expect(findings.slice(1).map((finding) => finding.chain)).toEqual([chain, later].sort());
  });

  test('and once something is gone, no new checkpoint covers it up', async () => {
    const chain = await events(10);
    await write();
    await cutAfter(chain, 7);
    await events(9, chain);
    await expect(writeCheckpoint(admin, place)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`no longer contains what checkpoint 1 says of chain ${chain}`),
    });
    expect(await readdir(place.folder)).toHaveLength(1);
    await tamper(
      `delete from audit_events where chain = '${chain}'`,
      `delete from audit_heads where chain = '${chain}'`,
    );
  });
});

/** Every event's reason changed, and every MAC made anew with the real key. */
async function restamp(chain: string): Promise<void> {
  const macs = (await appVault()).auditChain(chain);
  const changed = await board.db.transaction(async (tx) => {
    const statements: string[] = [];
    let previous: Buffer = Buffer.alloc(32);
    for await (const batch of streamEvents(tx, chain, () => undefined)) {
      for (const { event } of batch) {
        previous = macs.mac(canonicalBytes({ ...event, reason: 'another' }, previous)).mac;
        const mac = `decode('${previous.toString('hex')}', 'hex')`;
        statements.push(
          `update audit_events set reason = 'another', mac = ${mac} where chain = '${chain}' and chain_seq = ${event.chainSeq}`,
        );
      }
    }
    const mac = `decode('${previous.toString('hex')}', 'hex')`;
    return [...statements, `update audit_heads set mac = ${mac} where chain = '${chain}'`];
  });
  await tamper(...changed);
}
