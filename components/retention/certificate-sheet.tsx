import { plural } from '@/components/retention/plural';
import { CommandBlock } from '@/components/ui/command-block';
import { KeyValues } from '@/components/ui/key-values';
import { Notice } from '@/components/ui/notice';
import { PrivateText } from '@/components/ui/private-text';
import { SlotKey } from '@/components/ui/slot-key';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Statement } from '@/lib/retention/schema';

export interface CertificateSheetProps {
  statement: Statement;
  signedText: string;
  /** Base64. */
  signature: string;
  /** PEM. */
  publicKey: string;
  verdict: 'valid' | 'foreign' | 'broken';
  /** When the verdict was reached: the sheet may be read much later, on paper. */
  checkedAt: Date;
}

const verdicts = {
  valid: {
    tone: 'ok',
    words: 'The signature is valid and made with this board’s own key.',
  },
  foreign: {
    tone: 'warn',
    words:
      'The signature fits the statement, but its key does not follow from a master key that is loaded here. Compare the public key with a copy you trust.',
  },
  broken: {
    tone: 'bad',
    words:
      'The signature does not fit: the statement, the signature or the key was changed. Tell your admin.',
  },
} as const;

const values: Column<Statement['values'][number]>[] = [
  { key: 'name', head: 'Value', primary: true, cell: (row) => row.name },
  { key: 'key', head: 'Slot', cell: (row) => <SlotKey name={row.key} className="text-12" /> },
  { key: 'versions', head: 'Versions', numeric: true, cell: (row) => row.versions },
];
const references: Column<Statement['references'][number]>[] = [
  { key: 'name', head: 'Vault reference', primary: true, cell: (row) => row.name },
  { key: 'key', head: 'Slot', cell: (row) => <SlotKey name={row.key} className="text-12" /> },
];

/** What a purge destroyed, when and by whom, with its signature and the way to check it without this board. */
export function CertificateSheet({ statement, verdict, checkedAt, ...signed }: CertificateSheetProps) {
  return (
    <div className="grid max-w-3xl gap-6">
      <Notice tone={verdicts[verdict].tone}>
        {verdicts[verdict].words} Checked <Time at={checkedAt} as="full" />.
      </Notice>
      <Facts statement={statement} />
      {statement.values.length > 0 && (
        <Table
          caption="Destroyed values"
          showCaption
          columns={values}
          rows={statement.values}
          rowKey={(row) => row.slot}
        />
      )}
      {statement.references.length > 0 && (
        <Table
          caption="Removed vault references"
          showCaption
          columns={references}
          rows={statement.references}
          rowKey={(row) => row.slot}
        />
      )}
      <Proof {...signed} names={peopleIn(statement)} />
    </div>
  );
}

function Facts({ statement }: { statement: Statement }) {
  const early = statement.cause === 'early';
  const author = statement.version === 1 ? null : statement.offboardedBy;
  const period =
    statement.version === 1
      ? 'the retention period'
      : `the retention period of ${plural(statement.retentionDays, 'day')}`;
  return (
    <KeyValues
      items={[
        { key: 'client', label: 'Client', value: <bdi>{statement.client.name}</bdi> },
        { key: 'slug', label: 'Short name', value: statement.client.slug, code: true },
        { key: 'purged', label: 'Purged', value: <Time at={statement.purgedAt} as="full" /> },
        {
          key: 'cause',
          label: 'Because',
          value: early ? 'an admin asked for it before the date' : `${period} had ended`,
        },
        { key: 'by', label: 'Purged by', value: <Name>{statement.by.name}</Name> },
        {
          key: 'offboarded',
          label: 'Offboarded',
          value: (
            <>
              <Time at={statement.offboardedAt} as="full" />
              {author !== null && (
                <>
                  {' '}
                  by <Name>{author.name}</Name>
                </>
              )}
            </>
          ),
        },
        ...(statement.version === 1
          ? []
          : [{ key: 'days', label: 'To be kept', value: plural(statement.retentionDays, 'day') }]),
        { key: 'due', label: 'Due', value: <Time at={statement.dueAt} as="full" /> },
        {
          key: 'counts',
          label: 'Destroyed',
          value: destroyedWords(statement),
        },
        { key: 'number', label: 'Certificate', value: statement.certificate, code: true },
      ]}
    />
  );
}

function Name({ children }: { children: string }) {
  return (
    <PrivateText>
      <bdi>{children}</bdi>
    </PrivateText>
  );
}

function peopleIn(statement: Statement): string[] {
  const author = statement.version === 1 ? null : statement.offboardedBy;
  return [statement.by.name, ...(author === null ? [] : [author.name])];
}

function destroyedWords(statement: Statement): string {
  const { values, references, keyMaterial } = statement;
  const counts = [plural(values.length, 'value'), plural(references.length, 'vault reference')];
  if (statement.version === 3) counts.push(plural(statement.images.count, 'image'));
  return `${counts.join(', ')} and ${keyMaterial}`;
}

function Proof({
  signedText,
  signature,
  publicKey,
  names,
}: Omit<CertificateSheetProps, 'statement' | 'verdict' | 'checkedAt'> & { names: readonly string[] }) {
  return (
    <section aria-labelledby="proof" className="grid gap-3">
      <h2 id="proof" className="font-semibold text-16">
        Proof
      </h2>
      <p className="max-w-prose">
        The statement below is signed with Ed25519. Anybody can check it without this board: save the three
        texts as files, without adding a line break to the statement, and run the command.
      </p>
      <Text name="signature.txt" text={signature} />
      <Text name="key.pem" text={publicKey.trim()} />
      <Text name="statement.json" text={signedText} names={names} />
      <CommandBlock
        label="Command"
        command={
          'base64 -d signature.txt > signature.bin\nopenssl pkeyutl -verify -pubin -inkey key.pem -rawin -in statement.json -sigfile signature.bin'
        }
      />
      <p className="max-w-prose text-ink-muted">
        It answers “Signature Verified Successfully”. The public key is the same on every certificate of this
        board until its master key is rotated, so two certificates vouch for each other.
      </p>
    </section>
  );
}

/** A text to save under the name above it. */
function Text({ name, text, names }: { name: string; text: string; names?: readonly string[] }) {
  return (
    <div className="grid gap-1">
      <p className="font-mono text-12 text-ink-muted">{name}</p>
      <CommandBlock label={name} what={name} command={text} {...(names && { names })} />
    </div>
  );
}
