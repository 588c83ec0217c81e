import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Role } from '@/lib/auth/actor';

interface Invitation {
  id: string;
  name: string;
  email: string;
  role: Role;
  expiresAt: Date;
}

interface InvitationsProps {
  invitations: readonly Invitation[];
  withdraw: FormAction<undefined>;
}

/** Links that were sent and not used yet. */
export function Invitations({ invitations, withdraw }: InvitationsProps) {
  const columns: Column<Invitation>[] = [
    { key: 'name', head: 'Name', primary: true, cell: (row) => <span dir="auto">{row.name}</span> },
    { key: 'email', head: 'E-mail', cell: (row) => row.email },
    { key: 'role', head: 'Role', cell: (row) => row.role },
    { key: 'until', head: 'Works until', cell: (row) => <Time at={row.expiresAt} /> },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      className: 'sm:text-right',
      cell: (row) => <WithdrawDialog invitation={row} action={withdraw} />,
    },
  ];
  return <Table caption="Open invitations" columns={columns} rows={invitations} rowKey={(row) => row.id} />;
}

function WithdrawDialog(props: { invitation: Invitation; action: FormAction<undefined> }) {
  const { id, name } = props.invitation;
  return (
    <span className="inline-flex text-left">
      <DialogButton
        label={
          <span>
            Withdraw<span className="sr-only"> {name}’s invitation</span>
          </span>
        }
        size="compact"
        title={`Withdraw ${name}’s invitation`}
        description="The link stops working at once. You can invite them again."
      >
        <ActionForm action={props.action} closesDialog>
          <input type="hidden" name="linkId" value={id} />
          <SubmitButton variant="danger" busyLabel="Withdrawing…">
            Withdraw invitation
          </SubmitButton>
        </ActionForm>
      </DialogButton>
    </span>
  );
}
