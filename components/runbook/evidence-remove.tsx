'use client';

import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { ActFields } from './act-fields';
import type { RunFormAction } from './run-actions';

interface EvidenceRemoveProps {
  action: RunFormAction;
  runbookId: string;
  evidenceId: string;
  actId: string;
  /** Which step, in words. */
  title: string;
}

/** Takes an image away for good, with the reason. */
export function EvidenceRemove({ action, runbookId, evidenceId, actId, title }: EvidenceRemoveProps) {
  return (
    <div className="-ml-4 print:hidden">
      <DialogButton
        label="Remove image"
        variant="quiet"
        size="touch"
        title="Remove this image"
        description={title}
      >
        <ActionForm action={action} closesDialog>
          <p>The image is gone for good. That it was here stays in the log, with your reason.</p>
          <ActFields runbookId={runbookId} actId={actId} />
          <input type="hidden" name="evidenceId" value={evidenceId} />
          <Field
            name="reason"
            label="Reason"
            hint="If it showed a secret, replace that secret too."
            size="touch"
          >
            <Textarea rows={2} />
          </Field>
          <SubmitButton variant="danger" size="touch" busyLabel="Removing…" className="justify-self-start">
            Remove image
          </SubmitButton>
        </ActionForm>
      </DialogButton>
    </div>
  );
}
