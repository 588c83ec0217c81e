import 'server-only';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { parseInput } from '@/lib/validate';

const requestSchema = z.object({ clientId: z.uuid(), slotId: z.string().min(1).max(120) });

/**
 * One decryption for one click beside a slot of the client's record: for the rescue on the phone, outside of a run.
 * The audit event carries that reason. Throws what `revealCredential` throws.
 */
export async function copyFromRecord(actor: Actor, request: unknown): Promise<string> {
  const wanted = parseInput(requestSchema, request);
  const value = await revealCredential({ ...actor, reason: 'from the client record' }, wanted);
  return value.reveal();
}
