import { z } from 'zod';
import type { SlotGap } from '@/lib/clients/slot-gap';

export const STAGES = [
  'draft',
  'collecting',
  'ready',
  'installing',
  'installed',
  'offboarding',
  'purged',
] as const;
export type Stage = (typeof STAGES)[number];

export const vaultReferenceSchema = z.object({
  reference: z
    .string()
    .trim()
    .min(1, 'Enter where the client keeps it, such as op://vault/item/field.')
    .max(500, 'Keep the reference under 500 characters.'),
  label: z.string().trim().max(120, 'Keep the label under 120 characters.').default(''),
});

/** Lower-case letters, digits and hyphens: it becomes part of keychain item names and of addresses. */
export const slugSchema = z
  .string()
  .trim()
  .min(1, 'Enter a short name, such as harbor-realty.')
  .max(48, 'Keep the short name under 48 characters.')
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'Use lower-case letters, digits and hyphens, and begin and end with a letter or digit.',
  );

/** What a slot's custody is shown as: the same face everywhere. */
export type CustodyFace = 'our-managed' | 'client-supplied' | 'device' | 'infrastructure';

/** State words of a slot, in the order of urgency. */
export const SLOT_STATES = [
  'missing',
  'expired',
  'due-for-rotation',
  'waiting-for-run',
  'referenced',
  'stored',
  'pasted',
  'signed-in',
  'spent',
  'revoked',
] as const;
export type SlotState = (typeof SLOT_STATES)[number];

/** What of a client's secrets is on one machine, or was copied for it. There is no place for a value or an account. */
export interface MachinePlacement {
  machineId: string;
  machineName: string;
  slotId: string;
  key: string;
  face: CustodyFace;
  /** Null where it was copied and never marked. */
  placed: { version: number | null; by: string; at: Date; validUntil: string | null } | null;
  storedVersion: number | null;
  gap: SlotGap | null;
  /** That it is not there any more, or does not work any more. */
  ended: { how: 'removed' | 'revoked'; by: string; at: Date } | null;
}

/** A gap between a stored value and one of the client's machines. */
export interface MachineGap {
  machineName: string;
  gap: SlotGap;
}

/** A slot as support sees it. The type has no place for a value, a ciphertext, a length or an address. */
export interface RedactedSlot {
  slotId: string;
  key: string;
  name: string;
  componentId: string;
  componentName: string;
  tag: 'our-managed' | 'client-supplied';
  class: string;
  face: CustodyFace;
  required: boolean;
  state: SlotState;
  valueVersion: number | null;
  lastRotatedAt: Date | null;
  storedBy: string | null;
  /** Who put it on the machine, or signed in there, and when. */
  placedBy: string | null;
  placedAt: Date | null;
  lastCopiedAt: Date | null;
  lastCopiedBy: string | null;
  expiresAt: Date | null;
  /**
   * Who took the value out of force, and when; null while it is in force. `wanted`: for an offboarding that was called
   * off, so that the client goes on and needs another.
   */
  revoked: { by: string; at: Date; wanted: boolean } | null;
  /** On which machines the value is not what it should be. */
  gaps: MachineGap[];
}

/** A slot as those who fill it see it: also how long the stored value is, and where the client keeps theirs. */
export interface WorkingSlot extends RedactedSlot {
  promptLabel: string;
  description: string;
  formatHint: string | null;
  whereToGet: { label: string; url?: string | undefined } | null;
  generated: boolean;
  obtained: 'before-run' | 'during-run';
  characters: number | null;
  reference: string | null;
  referenceLabel: string | null;
  signedInAs: string | null;
}
