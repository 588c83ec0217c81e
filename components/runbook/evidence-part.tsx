import { Disclosure } from '@/components/ui/disclosure';
import type { StepView } from '@/lib/runbook/run-view';
import { ActFields } from './act-fields';
import { EvidenceList } from './evidence-list';
import { EvidenceUpload } from './evidence-upload';
import { NoteForm } from './note-form';
import type { RunActions } from './run-actions';

export interface EvidencePartProps {
  runbookId: string;
  step: StepView;
  actions: Pick<RunActions, 'removeEvidence' | 'addendum'>;
  /** Whether this person may work on runs: they may take an image away, whatever became of the run. */
  mayWork: boolean;
  /** What the run takes: everything, addenda only, or nothing. */
  takes: 'all' | 'addenda' | 'nothing';
}

/** The images of a step, and what may be added to it. */
export function EvidencePart({ runbookId, step, actions, mayWork, takes }: EvidencePartProps) {
  const adds = mayWork && takes !== 'nothing';
  if (step.images.length === 0 && !adds) return null;
  return (
    <div className="grid gap-3">
      <EvidenceList runbookId={runbookId} step={step} remove={mayWork ? actions.removeEvidence : undefined} />
      {adds && (
        <Disclosure
          summary="Add an image"
          size="touch"
          open={step.content.evidence !== undefined}
          className="min-w-0 print:hidden"
        >
          <EvidenceUpload runbookId={runbookId} stepId={step.stepId} />
        </Disclosure>
      )}
      {adds && takes === 'addenda' && (
        <NoteForm
          afterClosing
          action={actions.addendum}
          hidden={<ActFields runbookId={runbookId} step={step} actId={crypto.randomUUID()} />}
        />
      )}
    </div>
  );
}
