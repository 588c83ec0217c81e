import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordAuditEvent } from '@/lib/audit/append';
import { verifyCheckpoints } from '@/lib/audit/verify-checkpoints';
import { type WrittenCheckpoint, writeCheckpoint } from '@/lib/audit/write-checkpoint';
import type { Actor } from '@/lib/auth/actor';
import type { CheckpointPlace } from '@/lib/keys/checkpoint-place';
import { fileSigner } from '@/lib/vault/vault';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

export let board: TestDatabase;
export let admin: Actor;
export let place: CheckpointPlace;
export let keyFolder: string;

export async function openBoard(): Promise<void> {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
}

/** A series of its own: a new folder, a new key, and a database that knows of none before. */
export async function startSeries(): Promise<void> {
  keyFolder = await mkdtemp(path.join(tmpdir(), 'jed-board-checkpoint-'));
  place = { folder: path.join(keyFolder, 'kept'), signer: fileSigner(path.join(keyFolder, 'key.pem')) };
  await tamper('delete from audit_checkpoints');
}

export const endSeries = () => rm(keyFolder, { recursive: true, force: true });

/** Events in a client's chain, a new one unless told. Gives the chain's name. */
export async function events(count: number, clientId: string = randomUUID()): Promise<string> {
  for (let number = 1; number <= count; number += 1) {
    await recordAuditEvent(admin, { action: 'client.changed', clientId, detail: { number } });
  }
  return clientId;
}

/** What a database administrator can do: everything, triggers included. */
export async function tamper(...statements: string[]): Promise<void> {
  const client = await board.superuserPool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

export async function write(): Promise<WrittenCheckpoint> {
  const written = await writeCheckpoint(admin, place);
  if (written === null) throw new Error('Nothing had changed.');
  return written;
}

export async function verified(publicKey?: Buffer) {
  return verifyCheckpoints(admin, {
    folder: place.folder,
    publicKey: publicKey ?? (await place.signer.publicKey()),
  });
}

export const kinds = async (publicKey?: Buffer) =>
  (await verified(publicKey)).findings.map(({ kind, checkpoint, chain }) => ({ kind, checkpoint, chain }));
