import type { Hold } from '@/lib/runbook/schema';

interface HoldWords {
  button: string;
  title: string;
  hint: string;
  submit: string;
  busy: string;
}

/** The words around putting a step aside. */
export const HOLD_WORDS: Readonly<Record<Hold, HoldWords>> = {
  blocked: {
    button: 'Blocked…',
    title: 'Mark it blocked',
    hint: 'What does it wait for, and who can free it? Such as: waiting for the client’s Slack token.',
    submit: 'Mark blocked',
    busy: 'Marking…',
  },
  failed: {
    button: 'Failed…',
    title: 'Mark it failed',
    hint: 'What did you try, and what happened?',
    submit: 'Mark failed',
    busy: 'Marking…',
  },
  skipped: {
    button: 'Skip…',
    title: 'Skip it',
    hint: 'Why is it left out for this client?',
    submit: 'Skip this step',
    busy: 'Skipping…',
  },
  waived: {
    button: 'Waive…',
    title: 'Waive this required step',
    hint: 'It stays in the report and in the audit log under your name. Why is it let go?',
    submit: 'Waive this step',
    busy: 'Waiving…',
  },
};
