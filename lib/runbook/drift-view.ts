import type { StepDrift } from '@/lib/runbook/drift';
import type { Deed, RunView } from '@/lib/runbook/run-view';
import type { StepState } from '@/lib/runbook/schema';
import type { StepFate } from '@/lib/runbook/upgrade-plan';

/** A touched step with what an upgrade does to it. */
export interface FateView extends StepFate {
  title: string;
  position: number;
  state: StepState;
  deed: Deed | null;
}

/** What changed between a runbook and the steps of today, or those of the runbook that took its place. */
export interface DriftView {
  runbookId: string;
  number: number;
  catalogueVersion: number;
  client: RunView['client'];
  machine: { name: string };
  state: 'open' | 'closed' | 'replaced' | 'gone';
  /** With what it is compared; `runbookId` is null for steps that no runbook has yet. */
  target: { number: number; catalogueVersion: number; runbookId: string | null };
  /** Why the steps of today cannot be written; null when they can. */
  problem: string | null;
  /** The fingerprint of the steps of today; null when nothing is to be upgraded. */
  basis: string | null;
  steps: StepDrift[];
  fates: FateView[];
}
