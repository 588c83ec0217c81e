'use client';

import { NeedsNetwork } from '@/components/offline/needs-network';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import { ActFields } from './act-fields';
import { useLiveRun } from './live-run';
import { useRunActions } from './run-actions-context';

interface InstalledPanelProps {
  runbookId: string;
  machineName: string;
  actId: string;
}

/** The end of the run: marks the machine installed, or says which required steps are open. */
export function InstalledPanel({ runbookId, machineName, actId }: InstalledPanelProps) {
  const { openRequired } = useLiveRun();
  const actions = useRunActions();
  const count =
    openRequired.length === 1 ? '1 required step is' : `${openRequired.length} required steps are`;
  return (
    <section
      id="installed"
      className="mt-8 grid max-w-2xl gap-3 border-line border-t pt-5 text-16 print:hidden"
    >
      <h2 className="font-semibold text-16">Mark installed</h2>
      {openRequired.length === 0 ? (
        <p>
          Every required step is settled. This closes the run and writes down what runs on {machineName}, how
          it was verified, and by whom.
        </p>
      ) : (
        <>
          <p>Not yet: {count} open.</p>
          <ul className="grid gap-0.5">
            {openRequired.map((step) => (
              <li key={step.stepId}>
                <a
                  href={`#step-${step.stepId}`}
                  className="inline-flex min-h-11 items-center gap-3 rounded-md pr-2 hover:underline"
                >
                  <span className="w-6 text-right text-13 text-ink-muted tabular-nums">{step.position}</span>
                  {step.content.title}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <ActionForm action={actions.markInstalled}>
        <ActFields runbookId={runbookId} actId={actId} />
        <NeedsNetwork act="Marking it installed" />
        <SubmitButton
          variant={openRequired.length === 0 ? 'primary' : 'secondary'}
          size="touch"
          busyLabel="Marking…"
          className="justify-self-start"
        >
          Mark {machineName} installed
        </SubmitButton>
      </ActionForm>
    </section>
  );
}
