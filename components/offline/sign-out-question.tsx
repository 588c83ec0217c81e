'use client';

import { Dialog, DialogCloseButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import type { WaitingAct } from '@/lib/runbook/offline-acts';

interface SignOutQuestionProps {
  open: boolean;
  onClose: () => void;
  acts: readonly WaitingAct[];
  signOut: () => Promise<void>;
}

/** Asks before a sign-out takes away what waits on this device, and leads to the runs that would send it. */
export function SignOutQuestion({ open, onClose, acts, signOut }: SignOutQuestionProps) {
  const runs = [...new Set(acts.map(({ runbookId }) => runbookId))];
  const one = acts.length === 1;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={waitingWords(acts.length)}
      description={
        acts.length === 0
          ? undefined
          : `${one ? 'It lies' : 'They lie'} on this device only. Open the run while you are online and ${one ? 'it is' : 'they are'} sent, or sign out and lose ${one ? 'it' : 'them'}.`
      }
    >
      <ul className="grid gap-1">
        {runs.map((runbookId, index) => (
          <li key={runbookId}>
            <TextLink href={`/runbooks/${runbookId}`} onClick={onClose}>
              {runs.length === 1 ? 'Open the run' : `Open run ${index + 1} of ${runs.length}`}
            </TextLink>{' '}
            <span className="text-ink-muted">
              {plural(acts.filter((act) => act.runbookId === runbookId).length)}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <DialogCloseButton>Stay signed in</DialogCloseButton>
        <form action={signOut}>
          <SubmitButton variant="danger" busyLabel="Signing out…">
            Sign out{acts.length > 0 && ` and lose ${one ? 'it' : 'them'}`}
          </SubmitButton>
        </form>
      </div>
    </Dialog>
  );
}

const plural = (count: number) => (count === 1 ? '1 act' : `${count} acts`);

/** "2 acts have not been sent". */
export function waitingWords(count: number): string {
  if (count === 0) return 'Everything has been sent';
  return `${plural(count)} ${count === 1 ? 'has' : 'have'} not been sent`;
}
