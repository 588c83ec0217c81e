import { type ChainedEvent, canonicalBytes, GENESIS_MAC } from '@/lib/audit/canonical';

/** A stored event: what its MAC covers, and the MAC it claims. */
export interface StoredEvent {
  event: ChainedEvent;
  mac: Buffer;
  keyVersion: number;
}

export interface StoredHead {
  seq: number;
  mac: Buffer;
}

export type FindingKind =
  | 'edited'
  | 'deleted'
  | 'inserted'
  | 'reordered'
  | 're-stamped'
  | 'cut-tail'
  | 'replaced-head'
  | 'unchained';

/** The first thing wrong with a chain: what, and at which of its events (counted from 1). */
export interface Finding {
  chain: string;
  kind: FindingKind;
  chainSeq: number;
  says: string;
}

/** Whether `claimed` is the MAC of these bytes in the chain that is being checked. */
export type MacCheck = (bytes: Uint8Array, claimed: { mac: Buffer; keyVersion: number }) => boolean;

/** How many events around a broken one are looked at to tell what was done to it. */
const NEIGHBOURS = 64;

const fits = (check: MacCheck, stored: StoredEvent, chainSeq: number, previousMac: Buffer): boolean =>
  check(canonicalBytes(stored.event, previousMac, chainSeq), stored);

/** Follows one chain event by event and keeps the first thing that is wrong. Holds a window of events, not the chain. */
export class ChainVerifier {
  readonly #chain: string;
  readonly #check: MacCheck;
  #expected = 1;
  #previousMac: Buffer = GENESIS_MAC;
  #before: StoredEvent[] = [];
  #broken: StoredEvent | null = null;
  #after: StoredEvent[] = [];
  #finding: Finding | null = null;

  constructor(chain: string, check: MacCheck) {
    this.#chain = chain;
    this.#check = check;
  }

  /** The next event by its number. Returns false once nothing further can change the answer. */
  take(stored: StoredEvent): boolean {
    if (this.#finding !== null) return false;
    if (this.#broken !== null) {
      this.#after.push(stored);
      return this.#after.length < NEIGHBOURS;
    }
    const sequence = stored.event.chainSeq;
    if (sequence !== this.#expected) {
      this.#finding = this.#deleted(sequence);
      return false;
    }
    if (!fits(this.#check, stored, sequence, this.#previousMac)) {
      this.#broken = stored;
      return true;
    }
    this.#expected += 1;
    this.#previousMac = stored.mac;
    this.#before.push(stored);
    // Cut back now and then and not each time: this runs once an event.
    if (this.#before.length >= 2 * NEIGHBOURS) this.#before = this.#before.slice(-NEIGHBOURS);
    return true;
  }

  /** Called after the last event, with the chain's head. Null: the chain is whole. */
  finish(head: StoredHead | null): Finding | null {
    if (this.#finding !== null) return this.#finding;
    if (this.#broken !== null) return this.#classify(this.#broken);
    return this.#judgeHead(head);
  }

  #deleted(found: number): Finding {
    const missing = found - this.#expected;
    const which =
      missing === 1 ? `Event ${this.#expected} is` : `Events ${this.#expected} to ${found - 1} are`;
    return this.#say('deleted', this.#expected, `${which} missing.`);
  }

  #judgeHead(head: StoredHead | null): Finding | null {
    const last = this.#expected - 1;
    if (head === null) return this.#say('replaced-head', last, 'The head of the chain is missing.');
    if (head.seq > last) {
      return this.#say(
        'cut-tail',
        last + 1,
        `The chain ends at ${last}, but its head knows event ${head.seq}.`,
      );
    }
    if (head.seq === last && head.mac.equals(this.#previousMac)) return null;
    return this.#say('replaced-head', last, `The head of the chain is not that of event ${last}.`);
  }

  /** What explains the break: the neighbours' MACs say whether rows moved, came in or were edited. */
  #classify(broken: StoredEvent): Finding {
    const sequence = broken.event.chainSeq;
    const next = this.#after[0];
    const nearby = [...this.#before.slice(-NEIGHBOURS), broken, ...this.#after];
    const moved = nearby.some(
      (other) =>
        other !== broken &&
        nearby.some((before) => fits(this.#check, broken, other.event.chainSeq, before.mac)),
    );
    if (moved)
      return this.#say('reordered', sequence, `Event ${sequence} stood in another place of the chain.`);
    if (next !== undefined && fits(this.#check, next, next.event.chainSeq - 1, this.#previousMac)) {
      return this.#say(
        'inserted',
        sequence,
        `Event ${sequence} was put in; the events after it were moved up.`,
      );
    }
    if (next !== undefined && fits(this.#check, next, next.event.chainSeq + 1, broken.mac)) {
      return this.#say(
        'deleted',
        sequence,
        `An event before ${sequence} is missing; those after it were moved down.`,
      );
    }
    if (next !== undefined && fits(this.#check, next, next.event.chainSeq, broken.mac)) {
      return this.#say('edited', sequence, `Event ${sequence} was changed after it was written.`);
    }
    if (next === undefined) {
      return this.#say('edited', sequence, `Event ${sequence}, the last one, was changed or put in.`);
    }
    return this.#say(
      're-stamped',
      sequence,
      `From event ${sequence} on the chain was written again without the key.`,
    );
  }

  #say(kind: FindingKind, chainSeq: number, says: string): Finding {
    return { chain: this.#chain, kind, chainSeq, says };
  }
}
