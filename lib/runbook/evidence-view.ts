import type { Deed } from '@/lib/runbook/run-view';

/** An image of a step as pages show it. The bytes come by their own request. */
export interface EvidenceView extends Deed {
  id: string;
  /** Added after the run was closed. */
  addendum: boolean;
  mime: string;
  bytes: number;
  width: number;
  height: number;
  /** Hexadecimal, of the image as it is kept. */
  sha256: string;
  /** Who took it away again, and why; then there is nothing to fetch. */
  removed: (Deed & { reason: string }) | null;
}
