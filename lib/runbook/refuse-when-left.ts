import 'server-only';
import { type ClientRow, refuseWhenGone } from '@/lib/clients/client-row';
import type { RunKind } from '@/lib/clients/run-kind';

/** Refuses an act on the run of a client that has left. An offboarding goes on then, until the purge. */
export function refuseWhenLeft(client: ClientRow, kind: RunKind): void {
  if (hasLeft(client, kind)) refuseWhenGone(client);
}

/** Whether a client has left as far as a run of this kind goes, so that it takes no acts any more. */
export function hasLeft(client: Pick<ClientRow, 'offboardedAt' | 'purgedAt'>, kind: RunKind): boolean {
  return kind === 'offboarding' ? client.purgedAt !== null : client.offboardedAt !== null;
}
