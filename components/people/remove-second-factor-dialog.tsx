import { PersonName } from '@/components/people/person-name';
import { RowButtonLabel } from '@/components/people/row-button-label';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';

interface RemoveSecondFactorDialogProps {
  person: { id: string; name: string };
  action: FormAction<undefined>;
}

/** For somebody whose phone and recovery codes are gone. */
export function RemoveSecondFactorDialog({ person, action }: RemoveSecondFactorDialogProps) {
  return (
    <DialogButton
      label={<RowButtonLabel word="Remove second factor" name={person.name} />}
      size="compact"
      title={
        <>
          Remove <PersonName name={person.name} />
          ’s second factor
        </>
      }
      description="Be sure it is really them who ask: their password alone then signs them in. Their authenticator app, passkeys and recovery codes stop working, and their sessions end; they can set up a new one."
    >
      <ActionForm action={action} closesDialog>
        <input type="hidden" name="userId" value={person.id} />
        <SubmitButton variant="danger" busyLabel="Removing…">
          Remove second factor
        </SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
