import { PersonName } from '@/components/people/person-name';
import { WithdrawDialog } from '@/components/people/withdraw-dialog';
import type { FormAction } from '@/components/ui/action-failure';
import { PrivateText } from '@/components/ui/private-text';
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
    { key: 'name', head: 'Name', primary: true, cell: (row) => <PersonName name={row.name} /> },
    {
      key: 'email',
      head: 'E-mail',
      cell: (row) => <PrivateText instead="an e-mail address">{row.email}</PrivateText>,
    },
    { key: 'role', head: 'Role', cell: (row) => row.role },
    { key: 'until', head: 'Works until', cell: (row) => <Time at={row.expiresAt} /> },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      className: 'sm:text-right',
      cell: (row) => (
        <WithdrawDialog linkId={row.id} whose={row.name} what="invitation" action={withdraw}>
          The link stops working at once. You can invite them again.
        </WithdrawDialog>
      ),
    },
  ];
  return <Table caption="Open invitations" columns={columns} rows={invitations} rowKey={(row) => row.id} />;
}
