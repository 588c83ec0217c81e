import { z } from 'zod';

/** One row of the append-only log, as the fold reads it. */
export interface RunEvent {
  seq: number;
  /** The runbook that it happened in: an upgraded run has several. */
  runbookId?: string;
  stepId: string | null;
  kind: RunEventKind;
  /** Counts a step's state changes from 1; null for what changes no state. */
  revision: number | null;
  actorId: string;
  reason: string | null;
  detail: EventDetail;
  at: Date;
}

export type RunEventKind =
  | 'started'
  | 'resumed'
  | 'claimed'
  | 'released'
  | 'done'
  | 'failed'
  | 'blocked'
  | 'skipped'
  | 'waived'
  | 'undone'
  | 'noted'
  | 'checked'
  | 'placed'
  | 'recorded'
  | 'installed'
  | 'closed'
  | 'upgraded'
  | 'evidence-added'
  | 'evidence-removed'
  | 'addendum';

/** Ids, closed words and what a command printed as its version; never a value and never pasted output. */
export const eventDetailSchema = z.object({
  matched: z.boolean().optional(),
  verified: z.enum(['matched', 'confirmed']).optional(),
  version: z.string().optional(),
  slotId: z.string().optional(),
  fields: z.array(z.string()).optional(),
  sessionId: z.string().optional(),
  /** Of an upgrade: the number that the run moved from or to. */
  fromNumber: z.number().optional(),
  toNumber: z.number().optional(),
  /** Which image was added or removed; `addendum`: after the run was closed. */
  evidenceId: z.string().optional(),
  addendum: z.boolean().optional(),
  /** Whose step it was that somebody took over. */
  from: z.string().optional(),
  /** Of an act that waited for the network: when it was done, by the device's own clock. The order is the arrival's. */
  doneAt: z.iso.datetime().optional(),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;

/** Whether it was added to the run when that was over: it is no work on the run. */
export function isAfterClosing({ kind, detail }: Pick<RunEvent, 'kind' | 'detail'>): boolean {
  return kind === 'addendum' || detail.addendum === true;
}
