import type { AuditOutcome } from '@/lib/audit/events';

/** Everything an event's MAC covers. `at` is to the millisecond; absent fields are null. */
export interface ChainedEvent {
  chain: string;
  chainSeq: number;
  at: Date;
  action: string;
  outcome: AuditOutcome;
  actorId: string;
  actorRole: string;
  via: string;
  isAgent: boolean;
  reason: string | null;
  clientId: string | null;
  slotId: string | null;
  valueVersion: number | null;
  runbookId: string | null;
  stepId: string | null;
  subjectUserId: string | null;
  address: string | null;
  userAgent: string | null;
  detail: Readonly<Record<string, unknown>>;
}

/** The MAC before the first event of a chain. */
export const GENESIS_MAC = Buffer.alloc(32);

const FORMAT = 'jed-board/v1/audit-event';

/**
 * The bytes an event is authenticated by: the format's name, the chain and the place in it, the MAC before, then
 * every field in a fixed order. A field is one byte for "is there", four for its length, most significant first,
 * and its UTF-8: two different events never give the same bytes. `chainSeq`: as if it stood at that place.
 */
export function canonicalBytes(
  event: ChainedEvent,
  previousMac: Uint8Array,
  chainSeq = event.chainSeq,
): Buffer {
  const fields = [
    FORMAT,
    event.chain,
    String(chainSeq),
    previousMac,
    String(event.at.getTime()),
    event.action,
    event.outcome,
    event.actorId,
    event.actorRole,
    event.via,
    event.isAgent ? 'agent' : 'person',
    event.reason,
    event.clientId,
    event.slotId,
    event.valueVersion === null ? null : String(event.valueVersion),
    event.runbookId,
    event.stepId,
    event.subjectUserId,
    event.address,
    event.userAgent,
    canonicalDetail(event.detail),
  ];
  return joined(fields);
}

type Field = string | Uint8Array | null;

/** In one buffer and one pass, since a verification does it for every event there is. */
function joined(fields: readonly Field[]): Buffer {
  let length = 0;
  for (const field of fields) length += field === null ? 1 : 5 + Buffer.byteLength(field);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const field of fields) {
    if (field === null) {
      at = bytes.writeUInt8(0, at);
      continue;
    }
    at = bytes.writeUInt8(1, at);
    const size = typeof field === 'string' ? bytes.write(field, at + 4) : copy(field, bytes, at + 4);
    at = bytes.writeUInt32BE(size, at) + size;
  }
  return bytes;
}

function copy(from: Uint8Array, to: Buffer, at: number): number {
  to.set(from, at);
  return from.length;
}

/** One spelling for the details: keys in code-unit order. They are flat, so nothing below needs an order. */
function canonicalDetail(detail: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(detail).sort();
  return JSON.stringify(keys.map((key) => [key, detail[key]]));
}
