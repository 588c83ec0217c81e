import { LostActsNotice } from '@/components/offline/lost-acts-notice';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { Badge } from '@/components/ui/badge';
import { DialogButton } from '@/components/ui/dialog';
import { PrivateText } from '@/components/ui/private-text';
import { SubmitButton } from '@/components/ui/submit-button';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { browserWords } from '@/lib/auth/browser-words';

interface Session {
  id: string;
  startedAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
  current: boolean;
}

interface SessionListProps {
  /** Whose they are. */
  personId: string;
  sessions: readonly Session[];
  endSession: FormAction<undefined>;
  endOthers: FormAction<undefined>;
  signOutEverywhere: FormAction<never>;
}

const facts: Column<Session>[] = [
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
  {
    key: 'address',
    head: 'Address',
    cell: (row) =>
      row.address === null ? 'unknown' : <PrivateText instead="an address">{row.address}</PrivateText>,
  },
  { key: 'started', head: 'Signed in', cell: (row) => <Time at={row.startedAt} /> },
  { key: 'seen', head: 'Last seen', cell: (row) => <Time at={row.lastSeenAt} /> },
  { key: 'until', head: 'Ends', cell: (row) => <Time at={row.expiresAt} /> },
];

/** Where one is signed in, and the ways to end it. */
export function SessionList({
  personId,
  sessions,
  endSession,
  endOthers,
  signOutEverywhere,
}: SessionListProps) {
  const end: Column<Session> = {
    key: 'actions',
    head: 'Actions',
    hideHead: true,
    className: 'sm:text-right',
    cell: (row) => (row.current ? null : <EndSession session={row} action={endSession} />),
  };
  return (
    <div className="grid justify-items-start gap-4">
      <Table
        caption="Your sessions"
        columns={sessions.length > 1 ? [...facts, end] : facts}
        rows={sessions}
        rowKey={(row) => row.id}
      />
      <div className="flex flex-wrap gap-2">
        {sessions.length > 1 && (
          <ActionForm action={endOthers}>
            <SubmitButton variant="secondary" busyLabel="Signing out…">
              Sign out everywhere else
            </SubmitButton>
          </ActionForm>
        )}
        <DialogButton
          label="Sign out everywhere…"
          title="Sign out everywhere"
          description="Every session of yours ends, this one too. What you typed and did not save is lost."
        >
          <ActionForm action={signOutEverywhere}>
            <LostActsNotice personId={personId} />
            <SubmitButton variant="danger" busyLabel="Signing out…">
              Sign out everywhere
            </SubmitButton>
          </ActionForm>
        </DialogButton>
      </div>
    </div>
  );
}

function EndSession({ session, action }: { session: Session; action: FormAction<undefined> }) {
  return (
    <ActionForm action={action} className="inline-grid">
      <input type="hidden" name="sessionId" value={session.id} />
      <SubmitButton variant="secondary" size="compact" busyLabel="Ending…">
        End<span className="sr-only"> the session in {browserWords(session.userAgent)}</span>
      </SubmitButton>
    </ActionForm>
  );
}
