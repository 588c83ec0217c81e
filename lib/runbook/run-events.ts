import { z } from 'zod';
import type { StepState } from '@/lib/runbook/schema';

/** One row of the append-only log, as the fold reads it. */
export interface RunEvent {
  seq: number;
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
  | 'installed';

/** Ids, closed words and what a command printed as its version; never a value and never pasted output. */
export const eventDetailSchema = z.object({
  matched: z.boolean().optional(),
  verified: z.enum(['matched', 'confirmed']).optional(),
  version: z.string().optional(),
  slotId: z.string().optional(),
  fields: z.array(z.string()).optional(),
  sessionId: z.string().optional(),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;

/** The state a step is in after an event, or null when the event leaves it alone. */
export function stateAfter(event: Pick<RunEvent, 'kind' | 'revision' | 'detail'>): StepState | null {
  if (event.revision === null) return null;
  switch (event.kind) {
    case 'claimed':
    case 'done':
    case 'failed':
    case 'blocked':
    case 'skipped':
    case 'waived':
      return event.kind;
    case 'released':
    case 'undone':
      return 'todo';
    case 'checked':
      return event.detail.matched === false ? 'failed' : 'todo';
    default:
      return null;
  }
}
