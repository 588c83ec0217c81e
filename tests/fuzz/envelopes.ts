import { seal } from '@/lib/vault/cipher';
import { packEnvelope, parseEnvelope } from '@/lib/vault/envelope';
import { SecretValue, type Vault, VaultError } from '@/lib/vault/vault';
import { testContext, testVault } from '../support/test-vault';

export interface FuzzReport {
  inputs: number;
  /** Refused as no envelope at all. */
  unparsed: number;
  /** Taken apart, and refused by the cipher. */
  unopened: number;
  /** Whole: the input was an envelope that nothing had been done to. */
  opened: number;
}

/** Whole numbers below `below`, the same ones for the same seed (mulberry32). */
type Numbers = (below: number) => number;

function numbersFrom(seed: number): Numbers {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TEXTS = ['', 'x', 'a value of some length', '🔑'.repeat(40)];

/** What is done to an envelope, or made up instead of one. */
const DAMAGES: readonly ((envelope: Buffer, number: Numbers) => Buffer)[] = [
  (envelope) => Buffer.from(envelope),
  (_, number) => Buffer.from(Array.from({ length: number(120) }, () => number(256))),
  (envelope, number) => flipped(envelope, number(envelope.length), 1 << number(8)),
  (envelope, number) => flipped(envelope, number(5), 1 + number(255)),
  (envelope, number) => envelope.subarray(0, number(envelope.length)),
  (envelope, number) => envelope.subarray(1 + number(envelope.length)),
  (envelope, number) => Buffer.concat([envelope, Buffer.alloc(1 + number(40), number(256))]),
  (envelope, number) => Buffer.concat([envelope.subarray(0, 5 + number(28)), Buffer.alloc(number(60))]),
  (envelope, number) => Buffer.concat([Buffer.of(1), envelope.subarray(number(envelope.length))]),
];

function flipped(envelope: Buffer, at: number, bits: number): Buffer {
  const touched = Buffer.from(envelope);
  touched.writeUInt8(touched.readUInt8(at) ^ bits, at);
  return touched;
}

/**
 * Gives the parser and the vault `count` inputs: noise and damaged envelopes. Nothing but a VaultError may come of
 * what is not a whole envelope, and what the parser takes has to give the same bytes again. The seed repeats a run.
 */
export async function fuzzEnvelopes(count: number, seed: number): Promise<FuzzReport> {
  const number = numbersFrom(seed);
  const vault = await testVault({ 1: 'active', 2: 'decrypt-only' });
  const whole = await Promise.all(TEXTS.map((text) => vault.encrypt(new SecretValue(text), testContext())));
  const report: FuzzReport = { inputs: 0, unparsed: 0, unopened: 0, opened: 0 };
  for (; report.inputs < count; report.inputs += 1) {
    const envelope = whole[number(whole.length)] ?? Buffer.alloc(0);
    const damage = DAMAGES[number(DAMAGES.length)];
    const input = damage?.(envelope, number) ?? envelope;
    try {
      report[await judge(vault, input, whole)] += 1;
    } catch (error) {
      throw new Error(`seed ${seed}, input ${report.inputs}: ${input.toString('hex')}`, { cause: error });
    }
  }
  return report;
}

async function judge(
  vault: Vault,
  input: Buffer,
  whole: readonly Buffer[],
): Promise<'unparsed' | 'unopened' | 'opened'> {
  try {
    const { keyVersion, sealed } = parseEnvelope(input);
    if (!packEnvelope(keyVersion, sealed).equals(input))
      throw new Error('It was taken apart into other bytes.');
  } catch (error) {
    if (error instanceof VaultError) return 'unparsed';
    throw error;
  }
  const untouched = whole.some((envelope) => envelope.equals(input));
  try {
    await vault.decrypt(input, testContext());
  } catch (error) {
    if (error instanceof VaultError && !untouched) return 'unopened';
    throw error;
  }
  if (!untouched) throw new Error('A damaged envelope opened.');
  return 'opened';
}

/** How many of `count` encryptions under one key drew a nonce that was drawn before. */
export function repeatedNonces(count: number): number {
  const [key, nothing] = [Buffer.alloc(32, 1), Buffer.alloc(0)];
  const seen = new Set<string>();
  for (let drawn = 0; drawn < count; drawn += 1)
    seen.add(seal(key, nothing, nothing).nonce.toString('latin1'));
  return count - seen.size;
}
