import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Badge } from '@/components/ui/badge';
import { DialogButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { browserWords } from '@/lib/auth/browser-words';

interface Session {
  id: string;
  startedAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
  current: boolean;
}

interface SessionListProps {
  sessions: readonly Session[];
  signOutEverywhere: FormAction<never>;
}

const columns: Column<Session>[] = [
  {
    key: 'browser',
    head: 'Where',
    primary: true,
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        {browserWords(row.userAgent)}
        {row.current && <Badge tone="accent">this one</Badge>}
      </span>
    ),
  },
  { key: 'address', head: 'Address', cell: (row) => row.address ?? 'unknown' },
  { key: 'started', head: 'Signed in', cell: (row) => <Time at={row.startedAt} /> },
  { key: 'until', head: 'Ends', cell: (row) => <Time at={row.expiresAt} /> },
];

/** Where one is signed in, and the way to end it all. */
export function SessionList({ sessions, signOutEverywhere }: SessionListProps) {
  return (
    <div className="grid justify-items-start gap-4">
      <Table caption="Your sessions" columns={columns} rows={sessions} rowKey={(row) => row.id} />
      <DialogButton
        label="Sign out everywhere…"
        title="Sign out everywhere"
        description="Every session of yours ends, this one too. What you typed and did not save is lost."
      >
        <ActionForm action={signOutEverywhere}>
          <SubmitButton variant="danger" busyLabel="Signing out…">
            Sign out everywhere
          </SubmitButton>
        </ActionForm>
      </DialogButton>
    </div>
  );
}
