import type { MirrorKind } from '@/lib/clients/run-kind';

/** That a value stopped: it was revoked wherever it is, or removed from one machine. By whom is an id. */
export interface Ending {
  how: 'revoked' | 'removed';
  /** Of the run in which it was. */
  kind: MirrorKind;
  slotId: string;
  machineId: string;
  by: string;
  at: Date;
}

/** When a slot's value was revoked, unless it was renewed since: a later value or placement is another one. */
export function revocationOf(
  endings: readonly Ending[],
  slotId: string,
  renewedAt: readonly (Date | null | undefined)[],
): Ending | null {
  const revocations = endings.filter((ending) => ending.how === 'revoked' && ending.slotId === slotId);
  return latestSince(revocations, renewedAt);
}

/** What ended a placement: that the value was removed from its machine, or revoked. Null while it is there. */
export function endOfPlacement(
  endings: readonly Ending[],
  placement: { slotId: string; machineId: string; placedAt: Date },
): Ending | null {
  const { slotId, machineId, placedAt } = placement;
  const own = endings.filter((ending) => ending.slotId === slotId);
  const removals = own.filter((ending) => ending.how === 'removed' && ending.machineId === machineId);
  return latestSince(removals, [placedAt]) ?? revocationOf(own, slotId, [placedAt]);
}

function latestSince(
  endings: readonly Ending[],
  moments: readonly (Date | null | undefined)[],
): Ending | null {
  return endings.reduce<Ending | null>((latest, ending) => {
    const renewed = moments.some((moment) => moment != null && moment > ending.at);
    return renewed || (latest !== null && latest.at > ending.at) ? latest : ending;
  }, null);
}
