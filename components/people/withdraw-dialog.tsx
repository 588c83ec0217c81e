import { PersonName } from '@/components/people/person-name';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';

interface WithdrawDialogProps {
  linkId: string;
  /** Whose link, and what it is: "Dana", "invitation". */
  whose: string;
  what: string;
  action: FormAction<undefined>;
  /** What follows. */
  children: string;
}

/** Makes a link that was sent worthless, behind a dialog that says what follows. */
export function WithdrawDialog({ linkId, whose, what, action, children }: WithdrawDialogProps) {
  return (
    <span className="inline-flex text-left">
      <DialogButton
        label={
          <span>
            Withdraw
            <span className="sr-only">
              {' '}
              <PersonName name={whose} />
              ’s {what}
            </span>
          </span>
        }
        size="compact"
        title={
          <>
            Withdraw <PersonName name={whose} />
            ’s {what}
          </>
        }
        description={children}
      >
        <ActionForm action={action} closesDialog>
          <input type="hidden" name="linkId" value={linkId} />
          <SubmitButton variant="danger" busyLabel="Withdrawing…">
            Withdraw {what}
          </SubmitButton>
        </ActionForm>
      </DialogButton>
    </span>
  );
}
