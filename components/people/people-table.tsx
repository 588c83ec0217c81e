import { revealsHref } from '@/components/audit/reveals-href';
import { type PersonActionSet, PersonActions } from '@/components/people/person-actions';
import { PersonName } from '@/components/people/person-name';
import { Badge } from '@/components/ui/badge';
import { PrivateText } from '@/components/ui/private-text';
import { type Column, Table } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { Time } from '@/components/ui/time';
import type { Role } from '@/lib/auth/actor';

export interface PersonLine {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
  hasSecondFactor: boolean;
}

interface PeopleTableProps {
  people: readonly PersonLine[];
  /** The reader's own id: one's own row offers nothing to lock oneself out with. */
  readerId: string;
  actions: PersonActionSet;
}

/** Everybody with an account. */
export function PeopleTable({ people, readerId, actions }: PeopleTableProps) {
  const columns: Column<PersonLine>[] = [
    {
      key: 'name',
      head: 'Name',
      primary: true,
      cell: (person) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">
            <PersonName name={person.name} />
          </span>
          {person.id === readerId && <span className="text-13 text-ink-muted">you</span>}
          {person.disabledAt !== null && <Badge tone="warn">disabled</Badge>}
          <TextLink href={revealsHref({ person: person.id })} prefetch={false} className="text-13">
            decryptions
            <span className="sr-only">
              {' '}
              by <PersonName name={person.name} />
            </span>
          </TextLink>
          <span className="basis-full text-13 text-ink-muted [overflow-wrap:anywhere]">
            <PrivateText instead="an e-mail address">{person.email}</PrivateText>
          </span>
        </span>
      ),
    },
    {
      key: 'role',
      head: 'Role',
      cell: (person) => (
        <>
          {person.role}
          <span className="block whitespace-nowrap text-ink-muted">
            {person.hasSecondFactor ? 'second factor on' : 'no second factor'}
          </span>
        </>
      ),
    },
    {
      key: 'last',
      head: 'Last sign-in',
      cell: (person) =>
        person.lastSignInAt === null ? (
          <span className="text-ink-muted">never</span>
        ) : (
          <Time at={person.lastSignInAt} />
        ),
    },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      className: 'sm:text-right lg:min-w-82',
      cell: (person) => (person.id === readerId ? null : <PersonActions person={person} actions={actions} />),
    },
  ];
  return <Table caption="People" columns={columns} rows={people} rowKey={(person) => person.id} />;
}
