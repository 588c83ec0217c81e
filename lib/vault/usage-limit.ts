import { MasterKeyError } from '@/lib/vault/errors';

/** From here on every process warns once: there is time to rotate at leisure. */
const WARN_AT_ENCRYPTIONS = 2 ** 31;
/** From here on encryption is refused. The margin below 2^32 covers counts that several instances hold back. */
const REFUSE_AT_ENCRYPTIONS = Math.floor(0.9 * 2 ** 32);

/**
 * How the application counts. The count is kept per master key version though the limit holds per derived key:
 * the sum over all owners can only be larger than any one of them, and one number is easy to be sure of.
 */
export interface KeyUsageMeter {
  /**
   * Records one more encryption under a key version, durably, and gives the total so far, this one included. It
   * may reserve many at once and give them out from memory; it must never give less than has been used.
   */
  countEncryption(keyVersion: number): Promise<number>;
  /** Called once per process and key version, when the total has reached 2^31. */
  warn(keyVersion: number, encryptions: number): void;
}

/** What a total means. Anything that is not a count is `refuse`: a broken counter must not read as "plenty left". */
export function judgeUsage(encryptions: number): 'fine' | 'warn' | 'refuse' {
  if (!Number.isSafeInteger(encryptions) || encryptions < 1) return 'refuse';
  if (encryptions >= REFUSE_AT_ENCRYPTIONS) return 'refuse';
  return encryptions >= WARN_AT_ENCRYPTIONS ? 'warn' : 'fine';
}

/** Counts before each encryption; the function it gives rejects with a MasterKeyError once a key is used up. */
export function usageGuard(meter: KeyUsageMeter): (keyVersion: number) => Promise<void> {
  const warned = new Set<number>();
  return async (keyVersion) => {
    const encryptions = await meter.countEncryption(keyVersion);
    const verdict = judgeUsage(encryptions);
    if (verdict === 'refuse') {
      throw new MasterKeyError(
        'used-up',
        `Master key ${keyVersion} has no safe encryptions left`,
        'add a new master key version',
      );
    }
    if (verdict === 'warn' && !warned.has(keyVersion)) {
      warned.add(keyVersion);
      meter.warn(keyVersion, encryptions);
    }
  };
}
