import type { EntryDiff, FieldDiff } from '@/lib/catalogue/component-diff';
import type { Component } from '@/lib/catalogue/schema';
import type { WordPiece } from '@/lib/runbook/diff-words';
import type { ComposedStep } from '@/lib/runbook/schema';

/** A difference as it is shown: word by word. */
export interface ReviewedEntry extends Omit<EntryDiff, 'fields'> {
  fields: (Pick<FieldDiff, 'label' | 'code'> & { words: WordPiece[] })[];
}

/** A component's steps as one client's run would have them. */
export interface StepPreview {
  /** The client's slug; null for made-up answers. */
  whose: string | null;
  steps: ComposedStep[];
  /** Steps of the component that this client does not get, each with the reason. */
  absent: { stepId: string; title: string; because: string }[];
  /** Why they cannot be written for this client; null when they can. */
  problem: string | null;
}

/** What publishing a draft does, before it is done. */
export interface ChangeReview {
  component: Component;
  revision: number;
  by: string;
  at: Date;
  nextVersion: number;
  entries: ReviewedEntry[];
  /** Why it cannot be published, one sentence each. */
  problems: readonly string[];
  /** What comes of it that is no contradiction but worth knowing, one sentence each. */
  notices: readonly string[];
  /** How many open runs would have other steps; null while it cannot be published. */
  runs: { count: number; more: boolean } | null;
  clients: readonly { slug: string; name: string }[];
  preview: StepPreview | null;
}
