import { NewPasswordDialog, type NewPasswordLink } from '@/components/people/new-password-dialog';
import { PersonName } from '@/components/people/person-name';
import { RemoveSecondFactorDialog } from '@/components/people/remove-second-factor-dialog';
import { ROLE_CHOICES } from '@/components/people/role-words';
import { RowButtonLabel } from '@/components/people/row-button-label';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { RadioGroup } from '@/components/ui/radio-group';
import { SubmitButton } from '@/components/ui/submit-button';
import type { Role } from '@/lib/auth/actor';

export interface PersonActionSet {
  changeRole: FormAction<undefined>;
  disable: FormAction<undefined>;
  enable: FormAction<undefined>;
  makeNewPasswordLink: FormAction<NewPasswordLink>;
  removeSecondFactor: FormAction<undefined>;
}

interface PersonActionsProps {
  person: { id: string; name: string; role: Role; disabledAt: Date | null; hasSecondFactor: boolean };
  actions: PersonActionSet;
}

/** What an admin does to somebody else's account, each behind a dialog that says what follows. */
export function PersonActions({ person, actions }: PersonActionsProps) {
  return (
    <span className="inline-flex flex-wrap gap-2 text-left sm:justify-end">
      <DialogButton
        label={<RowButtonLabel word="Change role" name={person.name} />}
        size="compact"
        title={
          <>
            Change <PersonName name={person.name} />
            ’s role
          </>
        }
        description="It counts from their next click. Their sessions go on."
      >
        <ActionForm action={actions.changeRole} closesDialog keepAfterOk>
          <input type="hidden" name="userId" value={person.id} />
          <RadioGroup name="role" legend="Role" options={ROLE_CHOICES} defaultValue={person.role} />
          <SubmitButton busyLabel="Changing…">Change role</SubmitButton>
        </ActionForm>
      </DialogButton>
      {person.disabledAt === null ? (
        <>
          <NewPasswordDialog person={person} action={actions.makeNewPasswordLink} />
          <DisableDialog person={person} action={actions.disable} />
        </>
      ) : (
        <DialogButton
          label={<RowButtonLabel word="Enable" name={person.name} />}
          size="compact"
          title={
            <>
              Enable <PersonName name={person.name} />
              ’s account
            </>
          }
          description="They can sign in again with their old password and role."
        >
          <ActionForm action={actions.enable} closesDialog>
            <input type="hidden" name="userId" value={person.id} />
            <SubmitButton busyLabel="Enabling…">Enable account</SubmitButton>
          </ActionForm>
        </DialogButton>
      )}
      {person.hasSecondFactor && (
        <RemoveSecondFactorDialog person={person} action={actions.removeSecondFactor} />
      )}
    </span>
  );
}

function DisableDialog({
  person,
  action,
}: {
  person: PersonActionsProps['person'];
  action: FormAction<undefined>;
}) {
  return (
    <DialogButton
      label={<RowButtonLabel word="Disable" name={person.name} />}
      size="compact"
      title={
        <>
          Disable <PersonName name={person.name} />
          ’s account
        </>
      }
      description="Every session of theirs ends with its next click, and they cannot sign in. What they did stays in the log. You can enable them again."
    >
      <ActionForm action={action} closesDialog>
        <input type="hidden" name="userId" value={person.id} />
        <SubmitButton variant="danger" busyLabel="Disabling…">
          Disable account
        </SubmitButton>
      </ActionForm>
    </DialogButton>
  );
}
