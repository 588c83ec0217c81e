export interface ActFieldsProps {
  runbookId: string;
  /** From the server with the page, so that sending the same form again after a lost answer is still the same act. */
  actId: string;
  /** The step as it was seen; left out for acts on the whole run. */
  step?: { stepId: string; revision: number };
  slotId?: string;
}

/** What a form sends along: which run and step, what was seen of it, and an id for this one act. */
export function ActFields({ runbookId, actId, step, slotId }: ActFieldsProps) {
  return (
    <>
      <input type="hidden" name="runbookId" value={runbookId} />
      <input type="hidden" name="actId" value={actId} />
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
