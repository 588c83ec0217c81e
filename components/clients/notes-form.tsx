import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';

export interface NotesFormProps {
  action: FormAction<unknown>;
  basis: string;
  notes: string;
}

/** Changes the notes. Keys do not belong there, and the server refuses what looks like one. */
export function NotesForm({ action, basis, notes }: NotesFormProps) {
  return (
    <DialogButton label="Change" size="compact" variant="quiet" title="Notes">
      <ActionForm key={basis} action={action} closesDialog keepAfterOk>
        <input type="hidden" name="basis" value={basis} />
        <Field name="notes" label="Notes" hint="No keys and no passwords: they go to Credentials." optional>
          <Textarea dir="auto" rows={8} defaultValue={notes} />
        </Field>
        <div>
          <SubmitButton busyLabel="Saving…">Save notes</SubmitButton>
        </div>
      </ActionForm>
    </DialogButton>
  );
}
