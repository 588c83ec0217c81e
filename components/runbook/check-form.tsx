'use client';

import { type ReactNode, useState } from 'react';
import { NeedsNetwork } from '@/components/offline/needs-network';
import { ActionForm } from '@/components/ui/action-form';
import { Disclosure } from '@/components/ui/disclosure';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import type { Comparison } from '@/lib/runbook/expectation-difference';
import type { CheckOutcome } from '@/lib/runbook/schema';
import { useOpenSteps } from './open-steps';
import type { RunFormAction } from './run-actions';

interface CheckFormProps {
  action: RunFormAction<CheckOutcome>;
  stepId: string;
  hidden: ReactNode;
  /** The step is marked failed; once it is not any more, an old mismatch says nothing. */
  failed: boolean;
}

/** Paste what the Terminal printed; the board compares it with what the step expects and keeps only the answer. */
export function CheckForm({ action, stepId, hidden, failed }: CheckFormProps) {
  const { advance } = useOpenSteps();
  const [outcome, setOutcome] = useState<CheckOutcome | null>(null);
  return (
    <Disclosure summary="Paste output to check" size="touch" className="min-w-0 open:basis-full">
      <ActionForm
        action={action}
        onSubmitCapture={() => setOutcome(null)}
        onOk={(result) => {
          setOutcome(result);
          if (result.matched && result.finished) advance(stepId);
        }}
        className="max-w-2xl gap-3"
      >
        {outcome && (outcome.matched || failed) && <Outcome outcome={outcome} />}
        {hidden}
        <Field
          name="output"
          label="Output"
          hint="Compared with what is expected, then thrown away. Output that holds a secret is refused."
          size="touch"
        >
          <Textarea code rows={4} spellCheck={false} className="min-h-30" />
        </Field>
        <NeedsNetwork act="Comparing" />
        <SubmitButton variant="secondary" size="touch" busyLabel="Checking…" className="justify-self-start">
          Check
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}

function Outcome({ outcome }: { outcome: CheckOutcome }) {
  if (!outcome.matched) {
    return (
      <Notice tone="bad" title="It does not match" role="status">
        <p>{capital(outcome.difference)}. The step is marked failed. Follow “If not”, then check again.</p>
        {outcome.comparison && <Difference comparison={outcome.comparison} />}
      </Notice>
    );
  }
  return (
    <Notice tone="ok" title="It matches" role="status">
      {!outcome.finished && <p>{outcome.open}</p>}
    </Notice>
  );
}

/** What was expected and what came, one under the other, so that they can be read against each other. */
function Difference({ comparison }: { comparison: Comparison }) {
  const { expected, got, line, parting } = comparison;
  return (
    <>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="font-medium">Expected</dt>
        <dd className="break-words font-mono text-14">{expected}</dd>
        <dt className="font-medium">{line === null ? 'Got' : `Got, line ${line}`}</dt>
        <dd className="break-words font-mono text-14">{got ?? 'nothing'}</dd>
      </dl>
      {parting && <p className="mt-2">{parting}</p>}
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
