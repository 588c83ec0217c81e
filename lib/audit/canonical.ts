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
 * and its UTF-8: two different events never give the same bytes.
 */
export function canonicalBytes(event: ChainedEvent, previousMac: Uint8Array): Buffer {
  return Buffer.concat([
    field(FORMAT),
    field(event.chain),
    field(String(event.chainSeq)),
    field(previousMac),
    field(String(event.at.getTime())),
    ...[event.action, event.outcome, event.actorId, event.actorRole, event.via].map(field),
    field(event.isAgent ? 'agent' : 'person'),
    ...[event.reason, event.clientId, event.slotId, integer(event.valueVersion)].map(field),
    ...[event.runbookId, event.stepId, event.subjectUserId, event.address, event.userAgent].map(field),
    field(canonicalDetail(event.detail)),
  ]);
}

function integer(value: number | null): string | null {
  return value === null ? null : String(value);
}

function field(value: string | Uint8Array | null): Buffer {
  if (value === null) return Buffer.from([0]);
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** One spelling for the details: keys in code-unit order. They are flat, so nothing below needs an order. */
function canonicalDetail(detail: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(detail).sort();
  return JSON.stringify(keys.map((key) => [key, detail[key]]));
}
