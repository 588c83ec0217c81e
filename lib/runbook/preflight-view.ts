import type { Phase } from '@/lib/catalogue/phases';
import type { Preflight } from '@/lib/runbook/preflight';
import type { RunView } from '@/lib/runbook/run-view';

type Place = { label: string; url?: string | undefined } | null;

/** What to know before anybody drives: the list, the time it takes, where to, and whom to call. */
export interface PreflightView extends Preflight {
  runbookId: string;
  number: number;
  client: RunView['client'] & { contactName: string; contactPhone: string };
  machine: { name: string; location: string };
  begun: boolean;
  closed: boolean;
  newerRunbookId: string | null;
  /** Steps that are still open, and the minutes they are estimated to take. */
  open: { steps: number; minutes: number; phases: { phase: Phase; steps: number; minutes: number }[] };
  /** Steps that somebody had to put aside, with the reason. */
  held: {
    stepId: string;
    position: number;
    title: string;
    state: 'blocked' | 'failed';
    reason: string | null;
  }[];
  /** Questions without an answer, with what the client needs to answer them. */
  questions: {
    componentName: string;
    label: string;
    expected: string | null;
    choices: string[];
    whereToGet: Place;
  }[];
  /** What the client has to put into their vault first. */
  collect: { componentName: string; promptLabel: string; whereToGet: Place; duringRun: boolean }[];
}
