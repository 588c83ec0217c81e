import type { Phase } from '@/lib/catalogue/phases';
import type { Setting } from '@/lib/catalogue/schema';
import type { RunKind } from '@/lib/clients/run-kind';
import type { SlotGap } from '@/lib/clients/slot-gap';
import type { EvidenceView } from '@/lib/runbook/evidence-view';
import type { FrozenStep, StepState } from '@/lib/runbook/schema';

/** A person's deed, with their name. */
export interface Deed {
  by: string;
  at: Date;
}

/** A slot as a step shows it. There is no place for a value: only where it is, and how long. */
export interface SlotView {
  slotId: string;
  key: string;
  name: string;
  promptLabel: string;
  tag: 'our-managed' | 'client-supplied';
  secretClass: string;
  exported: boolean;
  required: boolean;
  generated: boolean;
  spendsOnUse: boolean;
  formatHint: string | null;
  whereToGet: { label: string; url?: string | undefined } | null;
  /** Days after which a placement runs out, where the catalogue says so. */
  expiresAfterDays: number | null;
  /** `characters` is null for those who do not work on runs. */
  stored: (Deed & { characters: number | null; valueVersion: number; spent: boolean }) | null;
  reference: { reference: string; label: string } | null;
  placement:
    | (Deed & { valueVersion: number | null; signedInAs: string | null; validUntil: string | null })
    | null;
  /** What stands between the stored value and this machine. */
  gap: SlotGap | null;
}

/** A question that is answered while the step is done. */
export interface CaptureField {
  name: string;
  label: string;
  hint: string | null;
  kind: Setting['kind'];
  choices: { value: string; label: string }[];
  value: string;
  optional: boolean;
}

export interface StepView {
  stepId: string;
  componentId: string;
  position: number;
  phase: Phase;
  required: boolean;
  content: FrozenStep;
  state: StepState;
  revision: number;
  /** Who brought it into this state, and when; null while nobody has acted. */
  deed: Deed | null;
  /** The number of the runbook in which that was, when the run was upgraded since. */
  carriedFrom?: number | undefined;
  byId: string | null;
  mine: boolean;
  reason: string | null;
  verified: 'matched' | 'confirmed' | null;
  version: string | null;
  check: (Deed & { matched: boolean }) | null;
  /** `addendum`: written after the run was closed. */
  notes: (Deed & { text: string; addendum: boolean })[];
  images: EvidenceView[];
  slots: SlotView[];
  fields: CaptureField[];
  /** Open steps that have to be settled first. */
  waitsFor: { stepId: string; position: number; title: string }[];
}

export interface TimelineEntry extends Deed {
  seq: number;
  /** When it was done by the clock of a device that had no network, where that is so. */
  doneAt?: Date | undefined;
  words: string;
  stepId: string | null;
  position: number | null;
}

export interface RunView {
  runbookId: string;
  kind: RunKind;
  number: number;
  catalogueVersion: number;
  /** `gone`: the client has left, so that this run takes no acts. An offboarding goes on until the purge. */
  client: {
    id: string;
    slug: string;
    name: string;
    gone: boolean;
    purged: boolean;
    offboardedAt: Date | null;
    purgeAfter: Date | null;
  };
  machine: { id: string; name: string; facts: { label: string; value: string }[] };
  composedAt: Date;
  startedAt: Date | null;
  closedAt: Date | null;
  /** Why the run was closed before it was finished; null otherwise. */
  endedBecause: string | null;
  /** Of a hand-over: the closed run by which the machine was installed, whose report the client gets. */
  installedByRunId: string | null;
  /** The run that took the place of this one. */
  newerRunbookId: string | null;
  /** The answers changed since this snapshot, and its run has not begun. */
  outdated: boolean;
  /** The run has begun, and its steps are not those that would be made today. */
  moved: boolean;
  /** What the client lacks while the run has not begun, such as "2 keys, 1 reference"; null when nothing. */
  missing: string | null;
  steps: StepView[];
  progress: { settled: number; total: number; phases: { phase: Phase; settled: number; total: number }[] };
  currentStepId: string | null;
  activeMinutes: number;
  estimateMinutes: number;
  last: Deed | null;
  slots: SlotView[];
  timeline: TimelineEntry[];
  openRequired: { stepId: string; position: number; title: string }[];
}

/** A run in a list: how far it is, where it goes on, and who was at it last. */
export interface RunSummary {
  runbookId: string;
  kind: RunKind;
  number: number;
  clientId: string;
  clientSlug: string;
  clientName: string;
  machineName: string;
  settled: number;
  total: number;
  /** The title of the step to go on with; null when nothing is open. */
  currentTitle: string | null;
  /** What that step is estimated to take. */
  currentEstimateMinutes: number | null;
  /** Who said last "I am on it", of those who still are. */
  onIt: Deed | null;
  held: number;
  startedAt: Date | null;
  closedAt: Date | null;
  lastAt: Date | null;
  lastBy: string | null;
}
