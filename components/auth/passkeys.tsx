import { AddPasskeyForm } from '@/components/auth/add-passkey-form';
import type { PasskeyMaking } from '@/components/auth/passkey-ceremony';
import { type FactorProving, ProveFactor } from '@/components/auth/prove-factor';
import type { FormAction } from '@/components/ui/action-failure';
import { ActionForm } from '@/components/ui/action-form';
import { DialogButton } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';

interface Passkey {
  id: string;
  name: string;
  /** The host it works on. */
  rpId: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

interface PasskeysProps {
  passkeys: readonly Passkey[];
  /** The host of this page; a passkey of another one says so. */
  host: string;
  proving: FactorProving;
  making: PasskeyMaking<string[] | null>;
  remove: FormAction<undefined>;
  continueHref: string;
}

/** One's passkeys, and the ways to add and remove one. */
export function Passkeys({ passkeys, host, proving, making, remove, continueHref }: PasskeysProps) {
  const mayChange = proving.needed === 'none';
  const columns: Column<Passkey>[] = [
    {
      key: 'name',
      head: 'Passkey',
      primary: true,
      cell: ({ name, rpId }) => (
        <>
          {name}
          {rpId !== host && <span className="text-ink-muted"> (works on {rpId})</span>}
        </>
      ),
    },
    { key: 'added', head: 'Added', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      key: 'used',
      head: 'Last used',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : <Time at={lastUsedAt} />),
    },
    {
      key: 'actions',
      head: 'Actions',
      hideHead: true,
      className: 'sm:text-right',
      cell: (row) => <RemovePasskey passkey={row} isLast={passkeys.length === 1} action={remove} />,
    },
  ];
  return (
    <div className="grid justify-items-start gap-4">
      <p className="max-w-prose">
        A passkey is the fingerprint, face or PIN of your own device, or a security key. It takes the place of
        the code when you sign in, and works on no page but this board’s.
      </p>
      {passkeys.length > 0 && (
        <Table
          caption="Your passkeys"
          columns={mayChange ? columns : columns.slice(0, -1)}
          rows={passkeys}
          rowKey={(row) => row.id}
        />
      )}
      {mayChange ? (
        <AddPasskeyForm key={passkeys.length} making={making} continueHref={continueHref} />
      ) : (
        <ProveFactor {...proving} />
      )}
    </div>
  );
}

interface RemovePasskeyProps {
  passkey: Passkey;
  isLast: boolean;
  action: FormAction<undefined>;
}

function RemovePasskey({ passkey, isLast, action }: RemovePasskeyProps) {
  return (
    <div className="inline-block text-left">
      <DialogButton
        size="compact"
        label={
          <>
            Remove…<span className="sr-only"> {passkey.name}</span>
          </>
        }
        title={`Remove ${passkey.name}`}
        description={
          isLast
            ? 'It then opens nothing here, and your other sessions end. Without an authenticator app nothing more is asked when you sign in.'
            : 'It then opens nothing here, and your other sessions end.'
        }
      >
        <ActionForm action={action} closesDialog>
          <input type="hidden" name="passkeyId" value={passkey.id} />
          <SubmitButton variant="danger" busyLabel="Removing…">
            Remove passkey
          </SubmitButton>
        </ActionForm>
      </DialogButton>
    </div>
  );
}
