import type { StepView } from '@/lib/runbook/run-view';

interface ActFieldsProps {
  runbookId: string;
  /** The step as it was seen; left out for acts on the whole run. */
  step?: Pick<StepView, 'stepId' | 'revision'>;
  slotId?: string;
}

/**
 * What a form sends along: which step, what was seen of it, and an id for this one act. The id comes from the server
 * with the page, so that sending the same form again after a lost answer is still the same act.
 */
export function ActFields({ runbookId, step, slotId }: ActFieldsProps) {
  return (
    <>
      <input type="hidden" name="runbookId" value={runbookId} />
      <input type="hidden" name="actId" value={crypto.randomUUID()} />
      {step && (
        <>
          <input type="hidden" name="stepId" value={step.stepId} />
          <input type="hidden" name="revision" value={step.revision} />
        </>
      )}
      {slotId && <input type="hidden" name="slotId" value={slotId} />}
    </>
  );
}
