import 'server-only';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '@/lib/canonical-json';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, `must be ${bytes} bytes`);

/** The newest event of one chain: its place in the chain, and the MAC that covers everything before it. */
const headSchema = z.strictObject({
  chain: z.string().min(1),
  seq: z.int().min(1),
  mac: base64(32),
});
export type CheckpointHead = z.infer<typeof headSchema>;

/** What a checkpoint says. Heads are in the order of their chains' names, by code unit. */
const checkpointSchema = z.strictObject({
  format: z.literal('jed-board/audit-checkpoint'),
  version: z.literal(1),
  number: z.int().min(1),
  at: z.iso.datetime(),
  /** Tells this board's checkpoints from another's. */
  board: hex(16),
  /** Events in all chains together. */
  events: z.int().min(0),
  heads: z.array(headSchema),
  /** The hash of the checkpoint before; null for the first. */
  previous: hex(32).nullable(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** A checkpoint as its file has it. The public key is for whoever has no other: it proves nothing by itself. */
const sealedSchema = z.strictObject({
  checkpoint: checkpointSchema,
  hash: hex(32),
  algorithm: z.literal('Ed25519'),
  signature: base64(64),
  publicKey: base64(44),
});
export type SealedCheckpoint = z.infer<typeof sealedSchema>;

/** The SHA-256, in hex, of a checkpoint's one spelling. */
export function checkpointHash(checkpoint: Checkpoint): string {
  return createHash('sha256').update(canonicalJson(checkpoint), 'utf8').digest('hex');
}

/** The bytes that are signed: what this is, and the hash. Short, since KMS signs no more than 4,096 bytes. */
export function signedBytes(hash: string): Buffer {
  return Buffer.from(`jed-board/v1/audit-checkpoint ${hash}`, 'utf8');
}

/** A checkpoint's file, as text. */
export function fileText(sealed: SealedCheckpoint): string {
  return `${canonicalJson(sealed)}\n`;
}

/** Reads a checkpoint's file. Null: it is damaged, or its hash is not that of what it says. */
export function parseSealed(text: string): SealedCheckpoint | null {
  try {
    const sealed = sealedSchema.parse(JSON.parse(text));
    return checkpointHash(sealed.checkpoint) === sealed.hash ? sealed : null;
  } catch {
    return null;
  }
}
