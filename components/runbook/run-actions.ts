import type { ActionResult } from '@/lib/action-state';
import type { RunChange } from '@/lib/runbook/run-change';
import type { CheckOutcome, CopyRequest } from '@/lib/runbook/schema';

/** What an act answers: what is new in the run, for a page that said how far it had read; else the page comes anew. */
export type Heard = readonly RunChange[] | undefined;

export type RunFormAction<T = Heard> = (
  previous: ActionResult<T>,
  form: FormData,
) => Promise<ActionResult<T>>;

/** What the run's page can do. The page hands these down; nothing here knows where they live. */
export interface RunActions {
  start: RunFormAction;
  resume: (runbookId: string, actId: string) => Promise<ActionResult<boolean>>;
  recompose: RunFormAction;
  claim: RunFormAction;
  release: RunFormAction;
  finish: RunFormAction;
  hold: RunFormAction;
  undo: RunFormAction;
  note: RunFormAction;
  addendum: RunFormAction;
  removeEvidence: RunFormAction;
  check: RunFormAction<CheckOutcome>;
  place: RunFormAction;
  unplace: RunFormAction;
  capture: RunFormAction;
  reference: RunFormAction;
  copySecret: (request: CopyRequest) => Promise<ActionResult<string>>;
  /** Says that the clipboard took what was decrypted for a step. */
  confirmCopied: (
    place: Pick<CopyRequest, 'runbookId' | 'stepId' | 'slotId'>,
  ) => Promise<ActionResult<undefined>>;
  /** Takes the password again, for copies. */
  freshen: RunFormAction<undefined>;
  markInstalled: RunFormAction;
  /** Closes a hand-over or an offboarding. */
  closeMirror: RunFormAction;
}
