'use client';

import { NeedsNetwork } from '@/components/offline/needs-network';
import { ActionForm } from '@/components/ui/action-form';
import { SubmitButton } from '@/components/ui/submit-button';
import type { RunKind } from '@/lib/clients/run-kind';
import { ActFields } from './act-fields';
import { useLiveRun } from './live-run';
import { useRunActions } from './run-actions-context';

interface ClosePanelProps {
  runbookId: string;
  kind: RunKind;
  machineName: string;
  actId: string;
}

interface Words {
  title: string;
  /** What closing does, once nothing is open. */
  ready: (machineName: string) => string;
  act: string;
  label: (machineName: string) => string;
  busyLabel: string;
}

const words: Readonly<Record<RunKind, Words>> = {
  install: {
    title: 'Mark installed',
    ready: (name) => `writes down what runs on ${name}, how it was verified, and by whom`,
    act: 'Marking it installed',
    label: (name) => `Mark ${name} installed`,
    busyLabel: 'Marking…',
  },
  'hand-over': {
    title: 'Finish the hand-over',
    ready: (name) => `writes down that ${name} was handed over, when, by whom, and what of it is still ours`,
    act: 'Finishing the hand-over',
    label: () => 'Finish the hand-over run',
    busyLabel: 'Finishing…',
  },
  offboarding: {
    title: 'Finish the offboarding',
    ready: (name) => `writes down that ${name} is out of our service, when, and by whom`,
    act: 'Finishing the offboarding',
    label: () => 'Finish the offboarding run',
    busyLabel: 'Finishing…',
  },
};

/** The end of the run: closes it as what it is, or says which required steps are open. */
export function ClosePanel({ runbookId, kind, machineName, actId }: ClosePanelProps) {
  const { openRequired } = useLiveRun();
  const { markInstalled, closeMirror } = useRunActions();
  const { title, ready, act, label, busyLabel } = words[kind];
  const count =
    openRequired.length === 1 ? '1 required step is' : `${openRequired.length} required steps are`;
  return (
    <section
      id="installed"
      className="mt-8 grid max-w-2xl gap-3 border-line border-t pt-5 text-16 print:hidden"
    >
      <h2 className="font-semibold text-16">{title}</h2>
      {openRequired.length === 0 ? (
        <p>Every required step is settled. This closes the run and {ready(machineName)}.</p>
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
      <ActionForm action={kind === 'install' ? markInstalled : closeMirror}>
        <ActFields runbookId={runbookId} actId={actId} />
        <NeedsNetwork act={act} />
        <SubmitButton
          variant={openRequired.length === 0 ? 'primary' : 'secondary'}
          size="touch"
          busyLabel={busyLabel}
          className="justify-self-start"
        >
          {label(machineName)}
        </SubmitButton>
      </ActionForm>
    </section>
  );
}
