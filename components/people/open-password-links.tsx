import { PersonName } from '@/components/people/person-name';
import { WithdrawDialog } from '@/components/people/withdraw-dialog';
import type { FormAction } from '@/components/ui/action-failure';
import { PrivateText } from '@/components/ui/private-text';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';

interface OpenLink {
  id: string;
  name: string;
  email: string;
  madeBy: string;
  expiresAt: Date;
}

interface OpenPasswordLinksProps {
  links: readonly OpenLink[];
  withdraw: FormAction<undefined>;
}

/** New-password links that were made and not used yet. Whoever has one can become that person. */
export function OpenPasswordLinks({ links, withdraw }: OpenPasswordLinksProps) {
  const columns: Column<OpenLink>[] = [
    { key: 'name', head: 'For', primary: true, cell: (row) => <PersonName name={row.name} /> },
    {
      key: 'email',
      head: 'E-mail',
      cell: (row) => <PrivateText instead="an e-mail address">{row.email}</PrivateText>,
    },
    { key: 'by', head: 'Made by', cell: (row) => <PersonName name={row.madeBy} /> },
    { key: 'until', head: 'Works until', cell: (row) => <Time at={row.expiresAt} /> },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      className: 'sm:text-right',
      cell: (row) => (
        <WithdrawDialog linkId={row.id} whose={row.name} what="new password link" action={withdraw}>
          The link stops working at once. Their password stays as it is.
        </WithdrawDialog>
      ),
    },
  ];
  return <Table caption="Open new password links" columns={columns} rows={links} rowKey={(row) => row.id} />;
}
